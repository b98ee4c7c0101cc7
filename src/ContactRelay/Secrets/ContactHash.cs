using System.Security.Cryptography;
using System.Text;
using ContactRelay.Mailboxes;

namespace ContactRelay.Secrets;

/// <summary>
/// How logs name a contact: by a keyed hash, which tells two apart and gives neither away. The key is the secret
/// <c>log-hash-key</c>; without it one of this process alone serves.
/// </summary>
public sealed class ContactHash(ISecretReader secrets, TimeProvider time)
{
    /// <summary>The name of the secret.</summary>
    public const string SecretName = "log-hash-key";

    private const int HexDigits = 12;
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(10);

    private readonly byte[] _own = RandomNumberGenerator.GetBytes(32);
    private Current? _current;

    /// <summary>The contact's name in logs: 12 hex digits.</summary>
    public async ValueTask<string> OfAsync(MailboxKey key, CancellationToken cancellationToken)
    {
        var hash = HMACSHA256.HashData(await KeyAsync(cancellationToken), Encoding.UTF8.GetBytes($"{key.Tenant}|{key.ContactId}"));
        return Convert.ToHexStringLower(hash)[..HexDigits];
    }

    /// <summary>Also that there is no such secret is remembered for a while: a log's line is not worth a call each time.</summary>
    private async ValueTask<byte[]> KeyAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (_current is not { } current || now - current.ReadAt >= Kept)
        {
            var reading = await secrets.ReadAsync(SecretName, cancellationToken);
            current = new(reading.Value is { } value ? Encoding.UTF8.GetBytes(value) : _own, now);
            _current = current;
        }

        return current.Key;
    }

    // A class, so that many may read and write it at once and none sees half of one.
    private sealed record Current(byte[] Key, DateTimeOffset ReadAt);
}
