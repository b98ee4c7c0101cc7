namespace ContactRelay.Providers;

/// <summary>What a call to a provider came to.</summary>
public enum OutcomeKind
{
    /// <summary>The provider applied it.</summary>
    Delivered,

    /// <summary>The provider took it and did not apply it, since the contact is archived.</summary>
    Ignored,

    /// <summary>The provider refuses it for good.</summary>
    Rejected,

    /// <summary>Trying again later may help; this is also what no answer at all means.</summary>
    RetryLater,

    /// <summary>The tenant has called too often.</summary>
    Throttled,

    /// <summary>The tenant's key was refused, or is not to be had.</summary>
    Unauthorized,
}
