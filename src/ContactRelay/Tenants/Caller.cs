namespace ContactRelay.Tenants;

/// <summary>Somebody who may send updates for a tenant.</summary>
/// <param name="Name">What people call it.</param>
/// <param name="KeySha256">The SHA-256 of its key's UTF-8 bytes.</param>
public sealed record Caller(string Name, ReadOnlyMemory<byte> KeySha256);
