namespace ContactRelay.Tenants;

/// <summary>A tenant's document as stored.</summary>
/// <param name="Document">Its bytes: JSON, as <see cref="TenantReader"/> has taken them; of a closed tenant nothing is left of it.</param>
/// <param name="ETag">Which version of it is stored.</param>
/// <param name="Life">What is stored beside it.</param>
public sealed record StoredTenant(ReadOnlyMemory<byte> Document, string ETag, TenantLife Life)
{
    /// <summary>Whether it is a tenant, and not one that was deleted.</summary>
    public bool IsOpen => Life.ClosedAt is null;
}
