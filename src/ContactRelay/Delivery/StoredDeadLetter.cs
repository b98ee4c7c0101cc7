using System.Security.Cryptography;
using ContactRelay.Storage;

namespace ContactRelay.Delivery;

/// <summary>A dead letter as it is stored.</summary>
/// <param name="Letter">The letter.</param>
/// <param name="ETag">Which version of it: one that came again since has another.</param>
public sealed record StoredDeadLetter(DeadLetter Letter, string ETag)
{
    /// <summary>The dead letter that these bytes are, which <see cref="DeadLetter.Write"/> wrote.</summary>
    public static StoredDeadLetter Read(byte[] document) => new(DeadLetter.Read(document), Convert.ToHexStringLower(SHA256.HashData(document)));

    /// <summary>The dead letter of a row; one that says so if the row cannot be read.</summary>
    /// <param name="read">Gives the row's document.</param>
    /// <param name="tenant">The tenant that the row's key names.</param>
    /// <param name="id">The id that the row's key names.</param>
    /// <param name="contactId">The contact that stands beside the document, if one does.</param>
    public static StoredDeadLetter Of(Func<byte[]> read, string tenant, string id, string? contactId = null) =>
        UnreadableRowException.TryRead(() => Read(read()), out var stored, out var why) && stored.Letter is { Tenant: not null, Id: not null, Kind: not null, Reason: not null }
            ? stored
            : new(DeadLetter.Unreadable(tenant, id, contactId), "unreadable " + why);
}
