using System.Text;
using System.Text.Json;
using ContactRelay.Contacts;
using ContactRelay.Tenants;

namespace ContactRelay.Intake.Hooks;

/// <summary>Reads the rules by which a hook finds its values.</summary>
internal static class ValueRuleReader
{
    private const string DatePrefix = "date:";

    private static readonly Dictionary<string, TimeUnit> Units = new(StringComparer.Ordinal) { ["s"] = TimeUnit.Seconds, ["ms"] = TimeUnit.Milliseconds };

    private static readonly string[] Properties = ["path", "join", "value", "convert", "map", "empty"];
    private static readonly string[] Sources = ["path", "join", "value"];

    private static readonly Dictionary<string, ConversionKind> Kinds =
        Enum.GetValues<ConversionKind>().ToDictionary(kind => JsonNamingPolicy.CamelCase.ConvertName(kind.ToString()), StringComparer.Ordinal);

    /// <summary>The rule in a JSONPath alone, or in an object.</summary>
    public static ValueRule Read(JsonElement json, string pointer, DocumentDraft draft)
    {
        if (json.ValueKind == JsonValueKind.String)
        {
            return new() { Paths = [ReadPath(json, pointer, draft)] };
        }

        if (!draft.IsObject(json, pointer, Properties))
        {
            return new();
        }

        var sources = Sources.Where(source => json.TryGetProperty(source, out _)).ToArray();
        if (sources.Length != 1)
        {
            draft.Fail(pointer, "Must have one of path, join and value.");
            return new();
        }

        return new()
        {
            Paths = sources[0] == "path" ? ReadPaths(json, pointer, "path", draft) : [],
            Join = sources[0] == "join" ? ReadPaths(json, pointer, "join", draft) : null,
            Constant = sources[0] == "value" ? Raw(json.GetProperty("value")) : null,
            Conversions = ReadConversions(json, pointer, draft),
            Map = ReadMap(json, pointer, draft),
            IsClearedWhenEmpty = draft.OneOf(json, pointer, "empty", ["leave", "clear"]) == "clear",
        };
    }

    /// <summary>The rule for the time of an event, of which <c>date:s</c> and <c>date:ms</c> tell the unit.</summary>
    /// <param name="json">The rule.</param>
    /// <param name="pointer">Where it is.</param>
    /// <param name="unit">The sender's unit, if it is known.</param>
    /// <param name="draft">Takes what is wrong.</param>
    public static ValueRule ReadTime(JsonElement json, string pointer, TimeUnit? unit, DocumentDraft draft)
    {
        var rule = Read(json, pointer, draft);
        return rule with
        {
            Unit = rule.Conversions.LastOrDefault(conversion => conversion.Unit is not null)?.Unit ?? unit,
            Conversions = [.. rule.Conversions.Where(conversion => conversion.Unit is null)],
        };
    }

    /// <summary>One JSONPath, or several in an array.</summary>
    public static List<string> ReadPaths(JsonElement parent, string pointer, string name, DocumentDraft draft)
    {
        var json = parent.GetProperty(name);
        var at = $"{pointer}/{name}";
        if (json.ValueKind != JsonValueKind.Array)
        {
            return [ReadPath(json, at, draft)];
        }

        if (json.GetArrayLength() == 0)
        {
            draft.Fail(at, "Must hold at least one JSONPath.");
        }

        return [.. json.EnumerateArray().Select((path, i) => ReadPath(path, $"{at}/{i}", draft))];
    }

    /// <summary>Holds what is written in a rule against the rules for its field, so that they do not refuse it with every body.</summary>
    public static void CheckConstants(string path, ValueRule rule, string pointer, DocumentDraft draft)
    {
        if (rule.Constant is { } constant)
        {
            CheckConstant(path, constant, pointer + "/value", draft);
        }

        if (rule.IsClearedWhenEmpty)
        {
            CheckConstant(path, "null", pointer + "/empty", draft);
        }

        // What a table gives other fields is yet to be fitted to them.
        foreach (var (text, json) in path == CanonicalFields.Subscription && rule.Map is { } map ? map : new Dictionary<string, string>())
        {
            CheckConstant(path, json, $"{pointer}/map/{FieldPath.Escape(text)}", draft);
        }
    }

    private static void CheckConstant(string path, string constant, string pointer, DocumentDraft draft)
    {
        var patch = FieldPath.Pointer(path)[1..].Split('/').Reverse().Aggregate(
            constant, (json, name) => $"{{{JsonText.Quote(name.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal))}:{json}}}");
        foreach (var error in PatchReader.Read(Encoding.UTF8.GetBytes(patch)).Errors)
        {
            draft.Fail(pointer, error.Detail);
        }
    }

    private static string ReadPath(JsonElement json, string pointer, DocumentDraft draft)
    {
        var path = json.ValueKind == JsonValueKind.String ? json.GetString()! : "";
        if (HookPath.Check(path) is { } wrong)
        {
            draft.Fail(pointer, wrong);
        }

        return path;
    }

    /// <summary>The JSON text of a constant. It is read once here, so that text that is no Unicode is found with the document.</summary>
    private static string Raw(JsonElement constant)
    {
        var json = constant.GetRawText();
        HookJson.Read(json);
        return json;
    }

    private static List<Conversion> ReadConversions(JsonElement json, string pointer, DocumentDraft draft)
    {
        var conversions = new List<Conversion>();
        foreach (var word in draft.TextList(json, pointer, "convert"))
        {
            if (Kinds.TryGetValue(word, out var kind))
            {
                conversions.Add(new(kind));
            }
            else if (word.StartsWith(DatePrefix, StringComparison.Ordinal) && word.Length > DatePrefix.Length)
            {
                var format = word[DatePrefix.Length..];
                conversions.Add(Units.TryGetValue(format, out var unit) ? new(ConversionKind.Date, Unit: unit) : new(ConversionKind.Date, format));
            }
            else
            {
                draft.Fail(pointer + "/convert", "Must be of " + string.Join(", ", Kinds.Keys) + ", and date: with a format, such as date:dd/MM/yyyy, or with the unit of a number since 1970, date:s or date:ms.");
            }
        }

        return conversions;
    }

    private static Dictionary<string, string>? ReadMap(JsonElement json, string pointer, DocumentDraft draft)
    {
        if (draft.Object(json, pointer, "map", allowed: null) is not { } map)
        {
            return null;
        }

        foreach (var property in map.EnumerateObject().Where(property => property.Value.ValueKind is JsonValueKind.Object or JsonValueKind.Array))
        {
            draft.Fail($"{pointer}/map/{FieldPath.Escape(property.Name)}", "Must be a string, a number, a boolean or null.");
        }

        return map.EnumerateObject().ToDictionary(property => property.Name, property => Raw(property.Value), StringComparer.Ordinal);
    }
}
