using System.Security.Cryptography;

namespace ContactRelay.Delivery;

/// <summary>A dead letter as it is stored.</summary>
/// <param name="Letter">The letter.</param>
/// <param name="ETag">Which version of it: one that came again since has another.</param>
public sealed record StoredDeadLetter(DeadLetter Letter, string ETag)
{
    /// <summary>The dead letter that these bytes are, which <see cref="DeadLetter.Write"/> wrote.</summary>
    public static StoredDeadLetter Read(byte[] document) => new(DeadLetter.Read(document), Convert.ToHexStringLower(SHA256.HashData(document)));
}
