namespace ContactRelay.Tenants;

/// <summary>Somebody who may send updates for a tenant.</summary>
/// <param name="Name">What people call it.</param>
/// <param name="KeySha256">The SHA-256 of its key's UTF-8 bytes.</param>
/// <param name="Access">What its key is good for.</param>
/// <param name="Hook">The one hook that its key is good for; null where it is not limited to one.</param>
public sealed record Caller(string Name, ReadOnlyMemory<byte> KeySha256, CallerAccess Access = CallerAccess.Full, string? Hook = null)
{
    /// <summary>Whether its key is good for this much, apart from any hook.</summary>
    public bool May(CallerAccess access) => Hook is null && Access >= access;

    /// <summary>Whether its key is good for this hook.</summary>
    public bool MayUse(string hook) => Hook is null || Hook == hook;
}
