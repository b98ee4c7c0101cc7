using System.Text.Json;

namespace ContactRelay.Sandbox.Json;

/// <summary>Lays one flat JSON object over another. Numbers keep their text.</summary>
internal static class JsonMerge
{
    /// <summary>The members of <paramref name="current"/>, replaced or followed by those of <paramref name="change"/>.</summary>
    public static OrderedDictionary<string, JsonElement> Flat(JsonElement current, JsonElement change)
    {
        var merged = new OrderedDictionary<string, JsonElement>();
        Overlay(merged, current);
        Overlay(merged, change);
        return merged;
    }

    public static void WriteObject(this Utf8JsonWriter writer, OrderedDictionary<string, JsonElement> members)
    {
        writer.WriteStartObject();
        foreach (var (name, value) in members)
        {
            writer.WritePropertyName(name);
            value.WriteTo(writer);
        }

        writer.WriteEndObject();
    }

    private static void Overlay(OrderedDictionary<string, JsonElement> merged, JsonElement members)
    {
        if (members.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        foreach (var member in members.EnumerateObject())
        {
            merged[member.Name] = member.Value;
        }
    }
}
