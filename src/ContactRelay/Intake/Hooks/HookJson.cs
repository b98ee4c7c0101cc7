using System.Text;
using System.Text.Json;
using ContactRelay.Contacts;
using Newtonsoft.Json.Linq;

namespace ContactRelay.Intake.Hooks;

/// <summary>
/// JSON as tokens that JSONPath can look through, and back. It is read by the framework's strict reader, since
/// Newtonsoft's takes comments and more for JSON and does not keep how a number was written.
/// </summary>
internal static class HookJson
{
    private const char ByteOrderMark = '\uFEFF';

    /// <summary>
    /// The token of a JSON text. Throws <see cref="JsonException"/> for what is no JSON, and
    /// <see cref="InvalidOperationException"/> for text that is no Unicode. Paths through it are charged to the budget.
    /// </summary>
    public static JToken Read(string json, MappingBudget? budget = null)
    {
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(json.TrimStart(ByteOrderMark)), new JsonReaderOptions { MaxDepth = HookBody.MaxDepth });
        reader.Read();
        var token = Read(ref reader, budget);
        reader.Read();
        return token;
    }

    /// <summary>Writes a token.</summary>
    public static void Write(Utf8JsonWriter writer, JToken token)
    {
        switch (token)
        {
            case JObject item:
                writer.WriteStartObject();
                foreach (var (name, value) in item)
                {
                    writer.WritePropertyName(name);
                    Write(writer, value!);
                }

                writer.WriteEndObject();
                break;
            case JArray items:
                writer.WriteStartArray();
                foreach (var value in items)
                {
                    Write(writer, value);
                }

                writer.WriteEndArray();
                break;
            case { Type: JTokenType.String }:
                writer.WriteRawValue(JsonText.Quote(token.Value<string>()!));
                break;
            case { Type: JTokenType.Null }:
                writer.WriteNullValue();
                break;
            default:
                writer.WriteRawValue(Text(token)!);
                break;
        }
    }

    /// <summary>The text of a scalar: a number as it was written; null where it is none, or null.</summary>
    public static string? Text(JToken token) => token.Type switch
    {
        JTokenType.String => token.Value<string>(),
        JTokenType.Boolean => token.Value<bool>() ? "true" : "false",
        JTokenType.Integer or JTokenType.Float => token.Annotation<WrittenNumber>()!.Json,
        _ => null,
    };

    /// <summary>The item of a list of one; else the token itself.</summary>
    public static JToken Single(JToken token) => token is JArray { Count: 1 } items ? items[0] : token;

    /// <summary>Whether an answer was left empty: nothing, white space alone, or a list or an object of nothing else.</summary>
    public static bool IsEmpty(JToken token) => token switch
    {
        JObject item => item.PropertyValues().All(IsEmpty),
        JArray items => items.All(IsEmpty),
        { Type: JTokenType.String } => string.IsNullOrWhiteSpace(token.Value<string>()),
        _ => token.Type == JTokenType.Null,
    };

    private static JToken Read(ref Utf8JsonReader reader, MappingBudget? budget)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                return ReadObject(ref reader, budget);
            case JsonTokenType.StartArray:
                var items = budget is null ? new JArray() : new MeteredArray(budget);
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                {
                    items.Add(Read(ref reader, budget));
                }

                return items;
            case JsonTokenType.String:
                return new JValue(reader.GetString());
            case JsonTokenType.Number:
                return WrittenNumber.Token(JsonText.Raw(reader));
            case JsonTokenType.True or JsonTokenType.False:
                return new JValue(reader.GetBoolean());
            default:
                return JValue.CreateNull();
        }
    }

    private static JObject ReadObject(ref Utf8JsonReader reader, MappingBudget? budget)
    {
        var item = budget is null ? new JObject() : new MeteredObject(budget);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var name = reader.GetString()!;
            if (item.ContainsKey(name))
            {
                throw new JsonException(null, null, 0, reader.TokenStartIndex);
            }

            reader.Read();
            item.Add(name, Read(ref reader, budget));
        }

        return item;
    }
}
