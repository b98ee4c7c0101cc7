using System.Text.Json;
using ContactRelay.Sandbox.Json;

namespace ContactRelay.Sandbox.Providers.Bosscart;

/// <summary>The fields of a Bosscart contact: their types, and how a PUT merges them.</summary>
internal static class BosscartBody
{
    private static readonly string[] TextFields =
        ["email", "name", "phone", "note", "address", "city", "state", "zip", "country", "companyName"];

    /// <summary>Why a change is refused; null if it is not.</summary>
    public static string? Check(JsonElement change)
    {
        foreach (var field in change.EnumerateObject())
        {
            if (CheckField(field.Name, field.Value) is { } message)
            {
                return message;
            }
        }

        return change.Member("email") switch
        {
            { ValueKind: JsonValueKind.Undefined } => "The email field is required.",
            var email when IsEmail(email.GetString()!) => null,
            _ => "The email field must be a valid e-mail address.",
        };
    }

    /// <summary>Replaces text, adds tags, replaces properties name by name.</summary>
    public static byte[] Merge(JsonElement current, JsonElement change) => JsonText.Write(writer =>
    {
        writer.WriteStartObject();
        foreach (var (name, value) in JsonMerge.Flat(current, change))
        {
            writer.WritePropertyName(name);
            switch (name)
            {
                case "tags":
                    WriteDistinct(writer, current.Member(name), change.Member(name), tag => tag.GetString()!);
                    break;
                case "properties":
                    WriteDistinct(writer, current.Member(name), change.Member(name), property => property.Member("name").GetString()!);
                    break;
                default:
                    value.WriteTo(writer);
                    break;
            }
        }

        writer.WriteEndObject();
    });

    public static void WriteFields(Utf8JsonWriter writer, JsonElement values)
    {
        foreach (var field in TextFields)
        {
            writer.WriteOrNull(field, values.Member(field));
        }

        writer.WriteOrEmpty("properties", values.Member("properties"));
        writer.WriteOrEmpty("tags", values.Member("tags"));
        writer.WriteBoolean("subscribed", values.Member("subscribed").ValueKind == JsonValueKind.True);
        writer.WriteOrEmpty("subscriberLists", values.Member("subscriberLists"));
    }

    private static string? CheckField(string name, JsonElement value) => name switch
    {
        "properties" => value.IsArrayOf(IsProperty) ? null : "The properties field must be an array of objects with a name and a value.",
        "tags" => value.IsArrayOf(JsonKinds.IsText) ? null : "The tags field must be an array of strings.",
        "subscribed" => value.IsBoolean() ? null : "The subscribed field must be true or false.",
        "subscriberLists" => value.IsArrayOf(JsonKinds.IsInteger) ? null : "The subscriberLists field must be an array of integers.",
        _ when !TextFields.Contains(name) => $"The field {name} is not known.",
        _ => value.IsText() ? null : $"The {name} field must be a string.",
    };

    private static bool IsProperty(JsonElement property) =>
        property.Member("name").IsText()
        && property.Member("value") is { ValueKind: not JsonValueKind.Undefined } value
        && !value.IsNested()
        && property.GetPropertyCount() == 2;

    private static bool IsEmail(string text)
    {
        var at = text.IndexOf('@', StringComparison.Ordinal);
        var domain = text.AsSpan(at + 1);
        var dot = domain.LastIndexOf('.');
        return at > 0 && dot > 0 && dot < domain.Length - 1 && !domain.Contains('@') && !text.Any(char.IsWhiteSpace);
    }

    private static void WriteDistinct(Utf8JsonWriter writer, JsonElement current, JsonElement change, Func<JsonElement, string> key)
    {
        var items = new OrderedDictionary<string, JsonElement>();
        foreach (var array in new[] { current, change })
        {
            if (array.ValueKind == JsonValueKind.Array)
            {
                foreach (var item in array.EnumerateArray())
                {
                    items[key(item)] = item;
                }
            }
        }

        writer.WriteStartArray();
        foreach (var item in items.Values)
        {
            item.WriteTo(writer);
        }

        writer.WriteEndArray();
    }
}
