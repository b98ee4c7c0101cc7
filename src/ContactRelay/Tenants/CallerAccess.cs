namespace ContactRelay.Tenants;

/// <summary>What a caller's key is good for; each includes the one before it.</summary>
public enum CallerAccess
{
    /// <summary>Sending updates, and nothing that shows or undoes any.</summary>
    Write,

    /// <summary>Everything that a tenant's caller may do.</summary>
    Full,
}
