using System.Text.Json;
using System.Text.Json.Serialization;
using ContactRelay.Contacts;

namespace ContactRelay.Mailboxes;

/// <summary>A mailbox as the bytes that are stored: JSON, times in whole milliseconds.</summary>
public static class MailboxDocument
{
    /// <summary>The mailbox's bytes.</summary>
    /// <param name="mailbox">The mailbox.</param>
    /// <param name="pad">How long they are to be, of how long they are; the rest is white space, which changes nothing.</param>
    public static byte[] Write(Mailbox mailbox, Func<int, int>? pad = null) =>
        JsonText.Write(writer => MailboxWriter.Write(writer, mailbox), pad);

    /// <summary>How many bytes a pending update adds to the document.</summary>
    internal static int BytesOf(PendingUpdate update) => JsonText.Measure(writer => MailboxWriter.WritePending(writer, update)) + 1;

    /// <summary>The mailbox that <see cref="Write"/> wrote. Throws <see cref="JsonException"/> for anything else.</summary>
    public static Mailbox Read(ReadOnlySpan<byte> document) =>
        JsonSerializer.Deserialize(document, MailboxJson.Default.Mailbox) is { } mailbox
            ? Whole(mailbox) with { StoredBytes = document.Length }
            : throw new JsonException("A mailbox's document is null.");

    /// <summary>The serializer leaves a collection that is absent undefined, whatever the type's own default.</summary>
    private static Mailbox Whole(Mailbox mailbox) => mailbox with
    {
        Pending = mailbox.Pending.IsDefault ? [] : mailbox.Pending,
        Settled = mailbox.Settled.IsDefault ? [] : mailbox.Settled,
        JustSettled = [],
        Delivered = mailbox.Delivered ?? Mailbox.Empty.Delivered,
        Known = mailbox.Known ?? ContactFields.Empty,
        Counts = mailbox.Counts ?? Mailbox.Empty.Counts,
        AttemptLog = mailbox.AttemptLog.IsDefault ? [] : mailbox.AttemptLog,
    };
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
    UseStringEnumConverter = true,
    RespectNullableAnnotations = true,
    Converters = [typeof(FieldsConverter), typeof(UnixMsConverter)])]
[JsonSerializable(typeof(Mailbox))]
internal sealed partial class MailboxJson : JsonSerializerContext;

internal sealed class FieldsConverter : JsonConverter<ContactFields>
{
    public override ContactFields Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var fields = new List<KeyValuePair<string, FieldValue>>();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var path = reader.GetString()!;
            reader.Read();
            fields.Add(new(path, FieldValue.Read(ref reader)));
        }

        return new(fields);
    }

    public override void Write(Utf8JsonWriter writer, ContactFields value, JsonSerializerOptions options) =>
        MailboxWriter.WriteFields(writer, value);
}

internal sealed class UnixMsConverter : JsonConverter<DateTimeOffset>
{
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.GetInt64() is var time && time >= DateTimeOffset.MinValue.ToUnixTimeMilliseconds() && time <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
            ? DateTimeOffset.FromUnixTimeMilliseconds(time)
            : throw new JsonException("A time is out of range.");

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
        writer.WriteNumberValue(value.ToUnixTimeMilliseconds());
}
