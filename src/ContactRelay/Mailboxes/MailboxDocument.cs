using System.Text.Json;
using System.Text.Json.Serialization;
using ContactRelay.Contacts;

namespace ContactRelay.Mailboxes;

/// <summary>A mailbox as the bytes that are stored: JSON, times in whole milliseconds.</summary>
public static class MailboxDocument
{
    /// <summary>The mailbox's bytes.</summary>
    public static byte[] Write(Mailbox mailbox) => JsonSerializer.SerializeToUtf8Bytes(mailbox, MailboxJson.Default.Mailbox);

    /// <summary>The mailbox that <see cref="Write"/> wrote. Throws <see cref="JsonException"/> for anything else.</summary>
    public static Mailbox Read(ReadOnlySpan<byte> document) =>
        JsonSerializer.Deserialize(document, MailboxJson.Default.Mailbox) is { } mailbox
            ? mailbox with { StoredBytes = document.Length }
            : throw new JsonException("A mailbox's document is null.");
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
    UseStringEnumConverter = true,
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

    public override void Write(Utf8JsonWriter writer, ContactFields value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        foreach (var (path, field) in value)
        {
            writer.WritePropertyName(path);
            writer.WriteRawValue(field.Json, skipInputValidation: true);
        }

        writer.WriteEndObject();
    }
}

internal sealed class UnixMsConverter : JsonConverter<DateTimeOffset>
{
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64());

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
        writer.WriteNumberValue(value.ToUnixTimeMilliseconds());
}
