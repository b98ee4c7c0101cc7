using System.Text.Json;

namespace ContactRelay.Sandbox.Json;

/// <summary>Questions about a JSON value that several providers ask.</summary>
internal static class JsonKinds
{
    public static bool IsText(this JsonElement value) => value.ValueKind == JsonValueKind.String;

    public static bool IsBoolean(this JsonElement value) => value.ValueKind is JsonValueKind.True or JsonValueKind.False;

    public static bool IsNested(this JsonElement value) => value.ValueKind is JsonValueKind.Object or JsonValueKind.Array;

    public static bool IsInteger(this JsonElement value) => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _);

    public static bool IsArrayOf(this JsonElement value, Func<JsonElement, bool> isItem) =>
        value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(isItem);

    /// <summary>The member of that name, or an undefined element, also where there is no object at all.</summary>
    public static JsonElement Member(this JsonElement value, string name) =>
        value.ValueKind == JsonValueKind.Object && value.TryGetProperty(name, out var member) ? member : default;

    /// <summary>Writes the value, or null where there is none.</summary>
    public static void WriteOrNull(this Utf8JsonWriter writer, string name, JsonElement value)
    {
        writer.WritePropertyName(name);
        if (value.ValueKind == JsonValueKind.Undefined)
        {
            writer.WriteNullValue();
        }
        else
        {
            value.WriteTo(writer);
        }
    }

    /// <summary>Writes the array, or an empty one where there is none.</summary>
    public static void WriteOrEmpty(this Utf8JsonWriter writer, string name, JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Array)
        {
            writer.WriteOrNull(name, value);
            return;
        }

        writer.WriteStartArray(name);
        writer.WriteEndArray();
    }
}
