namespace ContactRelay.Tenants;

/// <summary>What is stored of a tenant beside its document: which of those that had its id it is, and whether it is closed.</summary>
public sealed record TenantLife
{
    /// <summary>A random id, part of its rows' keys; empty for a tenant that was stored before there were any.</summary>
    public string Generation { get; init; } = "";

    /// <summary>When the tenant that had the id before was closed; null where there was none lately.</summary>
    public DateTimeOffset? Follows { get; init; }

    /// <summary>When it was closed; null while it is a tenant.</summary>
    public DateTimeOffset? ClosedAt { get; init; }

    /// <summary>Whether all that it left is erased, so that its id may be used again.</summary>
    public bool IsErased { get; init; }

    /// <summary>Whether its id may not be used, since what it left is still being erased.</summary>
    public bool IsBeingErased => ClosedAt is not null && !IsErased;
}
