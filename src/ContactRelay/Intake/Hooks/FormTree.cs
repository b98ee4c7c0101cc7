using System.Text.Json;
using Newtonsoft.Json.Linq;

namespace ContactRelay.Intake.Hooks;

/// <summary>
/// Makes an object of a form's fields: a name that comes again makes a list, <c>a[b]</c> an object within, <c>a[]</c> and
/// <c>a[0]</c>, <c>a[1]</c>… a list, as PHP and others write them.
/// </summary>
internal static class FormTree
{
    /// <summary>The field in which Jotform sends all answers as JSON (https://www.jotform.com/help/245-how-to-setup-a-webhook-with-jotform/).</summary>
    private const string JsonField = "rawRequest";

    public static JObject Build(IEnumerable<KeyValuePair<string, string>> fields)
    {
        var root = new JObject();
        foreach (var (name, text) in fields)
        {
            var steps = Steps(name);
            if (steps is null || !TryAdd(root, steps, text))
            {
                // What cannot be followed keeps its name as it stands.
                AddValue(root, name, text);
            }
        }

        if (root[JsonField] is { Type: JTokenType.String } raw)
        {
            root[JsonField] = ReadJson(raw.Value<string>()!);
        }

        return (JObject)ListNumbered(root);
    }

    /// <summary>The names in <c>a[b][c]</c>; null where there are no brackets, or none that make sense.</summary>
    private static List<string>? Steps(string name)
    {
        var open = name.IndexOf('[', StringComparison.Ordinal);
        if (open <= 0 || !name.EndsWith(']'))
        {
            return null;
        }

        List<string> steps = [name[..open], .. name[(open + 1)..^1].Split("][")];
        return steps.Count <= HookBody.MaxDepth / 2 && !steps.Skip(1).Any(step => step.AsSpan().ContainsAny('[', ']')) ? steps : null;
    }

    private static bool TryAdd(JObject root, List<string> steps, string text)
    {
        var at = root;
        var isList = steps[^1].Length == 0;
        foreach (var step in steps.Take(steps.Count - (isList ? 2 : 1)))
        {
            if (at[step] is null)
            {
                at[step] = new JObject();
            }

            if (at[step] is not JObject next)
            {
                return false;
            }

            at = next;
        }

        var last = steps[isList ? ^2 : ^1];
        if (at[last] is JObject)
        {
            return false;
        }

        if (isList && at[last] is null)
        {
            at[last] = new JArray();
        }

        AddValue(at, last, text);
        return true;
    }

    private static void AddValue(JObject at, string name, string text)
    {
        switch (at[name])
        {
            case null:
                at[name] = text;
                break;
            case JArray list:
                list.Add(text);
                break;
            case var first:
                at[name] = new JArray(first, text);
                break;
        }
    }

    private static JToken ReadJson(string text)
    {
        try
        {
            return HookJson.Read(text);
        }
        catch (JsonException)
        {
            // A field of that name in somebody else's form.
            return text;
        }
    }

    /// <summary>Objects whose names are 0, 1, 2… become lists; those that came as JSON are what they are.</summary>
    private static JToken ListNumbered(JObject item)
    {
        foreach (var property in item.Properties().Where(property => property.Name != JsonField && property.Value is JObject).ToArray())
        {
            property.Value = ListNumbered((JObject)property.Value);
        }

        return item.Parent is not null && item.Properties().Index().All(property => property.Item.Name == property.Index.ToString(System.Globalization.CultureInfo.InvariantCulture))
            ? new JArray(item.PropertyValues())
            : item;
    }
}
