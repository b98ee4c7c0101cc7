using System.Text.Json;
using System.Text.Json.Serialization;
using ContactRelay.Contacts;
using ContactRelay.Mailboxes;

namespace ContactRelay.LocalHost.Storage;

/// <summary>A lease that the mailbox's document does not hold.</summary>
/// <param name="Tenant">The mailbox's tenant.</param>
/// <param name="ContactId">The mailbox's contact.</param>
/// <param name="Version">Which version of the mailbox it was taken on: once another is stored, it is of no interest.</param>
/// <param name="Lease">The lease.</param>
internal sealed record KeptLease(string Tenant, string ContactId, long Version, Lease Lease)
{
    /// <summary>The bytes to store, as the serializer would write them: each delivery writes one.</summary>
    public byte[] Write() => JsonText.Write(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("Tenant"u8, Tenant);
        writer.WriteString("ContactId"u8, ContactId);
        writer.WriteNumber("Version"u8, Version);
        writer.WriteStartObject("Lease"u8);
        writer.WriteString("Token"u8, Lease.Token);
        writer.WriteString("Until"u8, Lease.Until);
        writer.WriteString("TakenAt"u8, Lease.TakenAt);
        writer.WriteStartArray("Members"u8);
        foreach (var member in Lease.Members)
        {
            writer.WriteStringValue(member);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.WriteEndObject();
    });

    /// <summary>The lease that <see cref="Write"/> wrote. Throws <see cref="JsonException"/> for anything else.</summary>
    public static KeptLease? Read(ReadOnlySpan<byte> json) => JsonSerializer.Deserialize(json, KeptLeaseJson.Default.KeptLease);
}

[JsonSerializable(typeof(KeptLease))]
internal sealed partial class KeptLeaseJson : JsonSerializerContext;
