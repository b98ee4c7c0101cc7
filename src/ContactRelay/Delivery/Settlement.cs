using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using ContactRelay.Contacts;
using ContactRelay.Mailboxes;
using static ContactRelay.Mailboxes.JsonValues;

namespace ContactRelay.Delivery;

/// <summary>The updates of a contact that one save of its mailbox settled: a row of the index of recent activity.</summary>
/// <param name="ContactId">The contact's id.</param>
/// <param name="At">When they were settled, in whole milliseconds.</param>
/// <param name="Updates">The updates; at least one.</param>
public sealed record Settlement(string ContactId, DateTimeOffset At, ImmutableArray<SettledActivity> Updates)
{
    /// <summary>Its place in the index.</summary>
    [JsonIgnore]
    public ActivityPosition Position => new(At, Updates[0].Id);

    /// <summary>What the mailbox has to say of the updates that were just settled; null where none were.</summary>
    public static Settlement? Of(MailboxKey key, Mailbox mailbox) => mailbox.JustSettled is { IsEmpty: false } settled
        ? new(key.ContactId, Whole(settled[^1].SettledAt), ImmutableArray.CreateRange(settled, SettledActivity.Of))
        : null;

    /// <summary>The bytes to store, as the serializer would write them: each delivery writes one.</summary>
    public byte[] Write() => JsonText.Write(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("contactId"u8, ContactId);
        WriteTime(writer, "at"u8, At);
        WriteArray(writer, "updates"u8, Updates, static (writer, update) => update.Write(writer));
        writer.WriteEndObject();
    });

    /// <summary>The row that <see cref="Write"/> wrote. Throws <see cref="JsonException"/> for anything else.</summary>
    public static Settlement Read(ReadOnlySpan<byte> document) =>
        JsonSerializer.Deserialize(document, SettlementJson.Default.Settlement) ?? throw new JsonException("A row of the activity is null.");

    private static DateTimeOffset Whole(DateTimeOffset time) => DateTimeOffset.FromUnixTimeMilliseconds(time.ToUnixTimeMilliseconds());
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
    UseStringEnumConverter = true,
    Converters = [typeof(UnixMsConverter)])]
[JsonSerializable(typeof(Settlement))]
internal sealed partial class SettlementJson : JsonSerializerContext;
