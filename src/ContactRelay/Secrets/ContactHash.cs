using System.Security.Cryptography;
using System.Text;
using ContactRelay.Mailboxes;

namespace ContactRelay.Secrets;

/// <summary>
/// How logs name a contact: by a keyed hash, which tells two apart and gives neither away. The key is the secret
/// <c>log-hash-key</c>; without it one of this process alone serves.
/// </summary>
public sealed class ContactHash(SecretCache secrets)
{
    /// <summary>The name of the secret.</summary>
    public const string SecretName = "log-hash-key";

    private const int HexDigits = 12;
    private readonly byte[] _own = RandomNumberGenerator.GetBytes(32);

    /// <summary>The contact's name in logs: 12 hex digits.</summary>
    public async ValueTask<string> OfAsync(MailboxKey key, CancellationToken cancellationToken)
    {
        var reading = await secrets.GetAsync(SecretName, cancellationToken);
        var hashKey = reading.Value is { } value ? Encoding.UTF8.GetBytes(value) : _own;
        var hash = HMACSHA256.HashData(hashKey, Encoding.UTF8.GetBytes($"{key.Tenant}|{key.ContactId}"));
        return Convert.ToHexStringLower(hash)[..HexDigits];
    }
}
