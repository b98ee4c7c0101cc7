using Newtonsoft.Json.Linq;

namespace ContactRelay.Intake.Hooks;

/// <summary>Finds values in bodies.</summary>
internal static class ValueRules
{
    /// <summary>The value that a rule finds in a body.</summary>
    public static Evaluation Evaluate(this ValueRule rule, JToken body, MappingBudget budget)
    {
        try
        {
            return rule.Constant is { } constant ? new(HookJson.Read(constant))
                : Make(rule, rule.Join is { } parts ? Join(body, parts, budget) : First(body, rule.Paths, budget));
        }
        catch (MappingLimitException e)
        {
            return Evaluation.Wrong(e.Message);
        }
    }

    private static Evaluation Make(ValueRule rule, JToken? found)
    {
        if (found is null)
        {
            return Evaluation.Absent;
        }

        foreach (var conversion in rule.Conversions)
        {
            var converted = HookJson.IsEmpty(found) ? new(found) : Conversions.Run(conversion, found);
            if (converted.Value is null)
            {
                return converted;
            }

            found = converted.Value;
        }

        return HookJson.IsEmpty(found) ? new(JValue.CreateNull()) : rule.Map is { } map ? Look(map, found) : new(DropEmpty(found));
    }

    /// <summary>The first that is not empty; else what is there and empty.</summary>
    private static JToken? First(JToken body, IReadOnlyList<string> paths, MappingBudget budget)
    {
        JToken? empty = null;
        foreach (var path in paths)
        {
            var found = HookPath.Find(body, path, budget);
            if (found is not null && !HookJson.IsEmpty(found))
            {
                return found;
            }

            empty ??= found;
        }

        return empty;
    }

    private static JValue? Join(JToken body, IReadOnlyList<string> paths, MappingBudget budget)
    {
        var found = paths.SelectMany(path => budget.Select(body, path)).ToArray();
        var texts = found.Select(HookJson.Text).Where(text => !string.IsNullOrWhiteSpace(text)).Select(text => text!.Trim());
        return found.Length == 0 ? null : new JValue(string.Join(' ', texts));
    }

    /// <summary>A text that is not in the table, and no <c>*</c> there for it, is nothing: it leaves the field alone.</summary>
    private static Evaluation Look(IReadOnlyDictionary<string, string> map, JToken found)
    {
        if (found is JArray items)
        {
            var mapped = items.Select(item => Look(map, item)).Where(item => item.Value is not null).ToArray();
            return mapped.Length == 0 ? Evaluation.Absent : new(new JArray(mapped.Select(item => item.Value)));
        }

        return HookJson.Text(found) is { } text && (map.TryGetValue(text, out var json) || map.TryGetValue("*", out json))
            ? new(HookJson.Read(json))
            : Evaluation.Absent;
    }

    private static JToken DropEmpty(JToken found) =>
        found is JArray items ? new JArray(items.Where(item => !HookJson.IsEmpty(item))) : found;
}
