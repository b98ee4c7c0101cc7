using System.Security.Cryptography;
using System.Text;

namespace ContactRelay.Tenants;

/// <summary>Tells callers by their keys.</summary>
public static class CallerKeys
{
    private const string Scheme = "Bearer ";
    private static readonly ReadOnlyMemory<byte> Nobody = new byte[SHA256.HashSizeInBytes];

    /// <summary>
    /// The caller whose key an <c>Authorization</c> header carries as a bearer token (RFC 6750), or null. It takes the
    /// same time for every wrong key, and for a tenant that does not exist.
    /// </summary>
    public static Caller? Authenticate(Tenant? tenant, string? authorization)
    {
        var key = authorization is not null && authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            ? authorization[Scheme.Length..].Trim()
            : "";
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(key));
        Caller? found = null;
        foreach (var caller in tenant?.Callers is { Count: > 0 } callers ? callers : [new Caller("", Nobody)])
        {
            if (CryptographicOperations.FixedTimeEquals(hash, caller.KeySha256.Span))
            {
                found = caller;
            }
        }

        return key.Length == 0 ? null : found;
    }
}
