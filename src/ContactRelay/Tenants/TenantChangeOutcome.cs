namespace ContactRelay.Tenants;

/// <summary>What came of changing a tenant.</summary>
public enum TenantChangeOutcome
{
    /// <summary>It is stored.</summary>
    Saved,

    /// <summary>It breaks the rules.</summary>
    Refused,

    /// <summary>There is no such tenant.</summary>
    NotFound,

    /// <summary>A tenant of this id was deleted, and what it left is still being erased.</summary>
    BeingErased,
}
