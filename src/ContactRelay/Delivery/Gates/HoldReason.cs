namespace ContactRelay.Delivery.Gates;

/// <summary>Why a tenant is held.</summary>
public enum HoldReason
{
    /// <summary>The provider says that the tenant has called too often.</summary>
    Throttled,

    /// <summary>The provider refuses the tenant's key, or it is not to be had.</summary>
    Unauthorized,

    /// <summary>Several calls in a row came to nothing, whatever the contact.</summary>
    ProviderDown,
}
