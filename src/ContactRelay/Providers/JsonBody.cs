using System.Text.Json;
using ContactRelay.Contacts;

namespace ContactRelay.Providers;

/// <summary>Writes the JSON bodies of requests, every value as the caller wrote it.</summary>
internal static class JsonBody
{
    /// <summary>A flat object.</summary>
    public static byte[] Object(IEnumerable<KeyValuePair<string, FieldValue>> values) =>
        JsonText.Write(writer => WriteObject(writer, values));

    /// <summary>An object with these properties.</summary>
    public static void WriteObject(Utf8JsonWriter writer, IEnumerable<KeyValuePair<string, FieldValue>> values)
    {
        writer.WriteStartObject();
        foreach (var (name, value) in values)
        {
            writer.WritePropertyName(name);
            WriteValue(writer, value);
        }

        writer.WriteEndObject();
    }

    /// <summary>One value, byte for byte.</summary>
    public static void WriteValue(Utf8JsonWriter writer, FieldValue value) =>
        writer.WriteRawValue(value.Json, skipInputValidation: true);
}
