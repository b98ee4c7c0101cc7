using System.Security.Cryptography;
using System.Text;

namespace ContactRelay.Delivery.Gates;

/// <summary>A call that a tenant's gate let through, as far as its outcome may place or end a hold.</summary>
/// <param name="Began">When it was let through.</param>
/// <param name="ContactId">The contact that it is about.</param>
/// <param name="Probe">The probe of the hold that it is to find out about; null if none stood against it.</param>
public sealed record GatedCall(DateTimeOffset Began, string ContactId = "", string? Probe = null)
{
    private const int FingerprintBytes = 4;

    /// <summary>The fingerprint of the contact that it is about; empty for none.</summary>
    public string Contact => Fingerprint(ContactId);

    /// <summary>What tells one contact from a few others, and is too short to tell who it is.</summary>
    public static string Fingerprint(string contactId) => contactId.Length == 0
        ? ""
        : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(contactId)).AsSpan(0, FingerprintBytes));
}
