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

    private const int Bytes = 6;
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(10);

    private readonly byte[] _own = RandomNumberGenerator.GetBytes(32);
    private Current? _current;

    /// <summary>The contact's name in logs: 12 hex digits.</summary>
    public async ValueTask<string> OfAsync(MailboxKey key, CancellationToken cancellationToken)
    {
        var current = await CurrentAsync(cancellationToken);
        return current.Hash(Encoding.UTF8.GetBytes($"{key.Tenant}|{key.ContactId}"));
    }

    /// <summary>Also that there is no such secret is remembered for a while: a log's line is not worth a call each time.</summary>
    private async ValueTask<Current> CurrentAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (_current is not { } current || now - current.ReadAt >= Kept)
        {
            var reading = await secrets.ReadAsync(SecretName, cancellationToken);
            current = new(reading.Value is { } value ? Encoding.UTF8.GetBytes(value) : _own, now);
            _current = current;
        }

        return current;
    }

    // A class, so that many may read and write it at once and none sees half of one.
    private sealed class Current(byte[] key, DateTimeOffset readAt)
    {
        // To set up a keyed hash takes several times as long as to work one out. It is not disposed of with its key, since
        // somebody may still be using it: what it holds goes with it.
        private readonly IncrementalHash _hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);

        public DateTimeOffset ReadAt => readAt;

        public string Hash(ReadOnlySpan<byte> text)
        {
            Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
            lock (_hash)
            {
                _hash.AppendData(text);
                _hash.GetHashAndReset(hash);
            }

            return Convert.ToHexStringLower(hash[..Bytes]);
        }
    }
}
