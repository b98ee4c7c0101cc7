using System.Text.Json;
using Newtonsoft.Json.Linq;

namespace ContactRelay.Intake.Hooks;

/// <summary>
/// Makes an object of a form's fields: a name that comes again makes a list, <c>a[b]</c> an object within, <c>a[]</c> and
/// <c>a[0]</c>, <c>a[1]</c>… a list, as PHP and others write them.
/// </summary>
internal sealed class FormTree
{
    /// <summary>The field in which Jotform sends all answers as JSON (https://www.jotform.com/help/245-how-to-setup-a-webhook-with-jotform/).</summary>
    private const string JsonField = "rawRequest";

    private readonly MappingBudget _budget;

    private FormTree(MappingBudget budget) => _budget = budget;

    /// <summary>The object; paths through it are charged to the budget.</summary>
    public static JObject Build(IEnumerable<KeyValuePair<string, string>> fields, MappingBudget budget) => new FormTree(budget).Build(fields);

    private JObject Build(IEnumerable<KeyValuePair<string, string>> fields)
    {
        var root = new MeteredObject(_budget);
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

    private bool TryAdd(JObject root, List<string> steps, string text)
    {
        var at = root;
        var isList = steps[^1].Length == 0;
        foreach (var step in steps.Take(steps.Count - (isList ? 2 : 1)))
        {
            if (at[step] is null)
            {
                at[step] = new MeteredObject(_budget);
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
            at[last] = new MeteredArray(_budget);
        }

        AddValue(at, last, text);
        return true;
    }

    private void AddValue(JObject at, string name, string text)
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
                at[name] = new MeteredArray(_budget) { first, text };
                break;
        }
    }

    private JToken ReadJson(string text)
    {
        try
        {
            return HookJson.Read(text, _budget);
        }
        catch (JsonException)
        {
            // A field of that name in somebody else's form.
            return text;
        }
    }

    /// <summary>Objects whose names are 0, 1, 2… become lists; those that came as JSON are what they are.</summary>
    private JToken ListNumbered(JObject item)
    {
        foreach (var property in item.Properties().Where(property => property.Name != JsonField && property.Value is JObject).ToArray())
        {
            property.Value = ListNumbered((JObject)property.Value);
        }

        return item.Parent is not null && item.Properties().Index().All(property => property.Item.Name == property.Index.ToString(System.Globalization.CultureInfo.InvariantCulture))
            ? List(item.PropertyValues())
            : item;
    }

    private MeteredArray List(IEnumerable<JToken> items)
    {
        var list = new MeteredArray(_budget);
        foreach (var item in items)
        {
            list.Add(item);
        }

        return list;
    }
}
