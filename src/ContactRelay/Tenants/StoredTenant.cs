namespace ContactRelay.Tenants;

/// <summary>A tenant's document as stored.</summary>
/// <param name="Document">Its bytes: JSON, as <see cref="TenantReader"/> has taken them.</param>
/// <param name="ETag">Which version of it is stored.</param>
public sealed record StoredTenant(ReadOnlyMemory<byte> Document, string ETag);
