using System.Text;
using System.Text.Json;
using ContactRelay.Contacts;

namespace ContactRelay.Delivery;

/// <summary>
/// Shows what a message is like without anything of a contact: no value, and of the names those alone that a message or a contact
/// has, or that are nearly one of these. Any other is <c>(property 3)</c>, the third of its object, since it may be anybody's address.
/// </summary>
internal static class QueueMessageMask
{
    private const int MaxLength = 1024;

    // Shorter ones are one edit away from too much.
    private const int MinNearLength = 5;
    private const int MaxNearLength = 24;

    private static readonly HashSet<string> Known =
    [
        .. QueueMessageReader.Properties, .. CanonicalFields.Texts, .. CanonicalFields.AddressParts,
        CanonicalFields.Subscription, CanonicalFields.Tags, CanonicalFields.Lists, "address", "fields",
    ];

    private static readonly (string Name, string Plain)[] KnownPlain =
        [.. Known.Where(known => known.Length >= MinNearLength).Select(known => (known, Plain(known)))];

    /// <summary>The shape of a message, for those who have to find out what was wrong with it.</summary>
    public static string Shape(string text)
    {
        try
        {
            using var json = JsonDocument.Parse(QueueMessageText.Decode(text).Text);
            var masked = Encoding.UTF8.GetString(JsonText.Write(writer => Write(writer, json.RootElement)));
            return masked.Length <= MaxLength ? masked : masked[..MaxLength];
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return $"({text.Length} characters)";
        }
    }

    /// <summary>What is wrong with a message, in one text, the names in the pointers masked.</summary>
    public static string Words(JsonElement root, IEnumerable<FieldError> errors) =>
        string.Join(" ", errors.Select(error => error.Pointer.Length == 0 ? error.Detail : $"{Pointer(root, error.Pointer)}: {error.Detail}"));

    /// <summary>The known name that this is a slip of the pen for; null if there is none.</summary>
    public static string? Near(string name)
    {
        if (name.Length is < MinNearLength or > MaxNearLength)
        {
            return null;
        }

        var plain = Plain(name);
        foreach (var (known, plainKnown) in KnownPlain)
        {
            if (IsNear(plain, plainKnown))
            {
                return known;
            }
        }

        return null;
    }

    private static string Pointer(JsonElement root, string pointer)
    {
        var masked = new StringBuilder();
        JsonElement? at = root;
        foreach (var token in pointer.Split('/').Skip(1))
        {
            var name = token.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
            if (at is { ValueKind: JsonValueKind.Object } parent)
            {
                var (index, found) = parent.EnumerateObject().Index().FirstOrDefault(property => property.Item.NameEquals(name));
                masked.Append('/').Append(FieldPath.Escape(Name(name, index)));
                at = found.Value.ValueKind == JsonValueKind.Undefined ? null : found.Value;
            }
            else
            {
                var isIndex = int.TryParse(name, out var i) && at is { ValueKind: JsonValueKind.Array } array && i >= 0 && i < array.GetArrayLength();
                masked.Append('/').Append(isIndex || Known.Contains(name) ? token : "(property)");
                at = isIndex ? at!.Value[i] : null;
            }
        }

        return masked.ToString();
    }

    private static void Write(Utf8JsonWriter writer, JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var (i, property) in element.EnumerateObject().Index())
                {
                    writer.WritePropertyName(Name(property.Name, i));
                    Write(writer, property.Value);
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in element.EnumerateArray())
                {
                    Write(writer, item);
                }

                writer.WriteEndArray();
                break;
            default:
                writer.WriteStringValue($"({element.ValueKind})");
                break;
        }
    }

    private static string Name(string name, int index) => Known.Contains(name) || Near(name) is not null ? name : $"(property {index + 1})";

    private static string Plain(string name) => name.Replace("_", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal).Trim().ToLowerInvariant();

    /// <summary>Whether the two are the same, or one letter is missing, too many, another, or in its neighbour's place.</summary>
    private static bool IsNear(string a, string b)
    {
        var least = Math.Min(a.Length, b.Length);
        var start = a.AsSpan().CommonPrefixLength(b);
        var end = 0;
        while (end < least - start && a[^(end + 1)] == b[^(end + 1)])
        {
            end++;
        }

        var (inA, inB) = (a.Length - start - end, b.Length - start - end);
        return (inA <= 1 && inB <= 1) || (inA == 2 && inB == 2 && a[start] == b[start + 1] && a[start + 1] == b[start]);
    }
}
