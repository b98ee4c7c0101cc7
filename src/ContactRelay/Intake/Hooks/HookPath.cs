using System.Text.RegularExpressions;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace ContactRelay.Intake.Hooks;

/// <summary>JSONPath (https://www.newtonsoft.com/json/help/html/QueryJsonSelectToken.htm).</summary>
internal static partial class HookPath
{
    /// <summary>What is wrong with the path, or null.</summary>
    public static string? Check(string path)
    {
        if (!path.StartsWith('$'))
        {
            return "Must be a JSONPath: it begins with $, the body.";
        }

        try
        {
            _ = new JObject().SelectTokens(path).Any();
            foreach (Match pattern in Patterns().Matches(path))
            {
                _ = new Regex(pattern.Groups[1].Value, RegexOptions.None, Timeout.InfiniteTimeSpan);
            }

            return null;
        }
        catch (Exception e) when (e is JsonException or RegexParseException)
        {
            return $"Is not a JSONPath that can be read: {e.Message}";
        }
    }

    /// <summary>
    /// What a path that was checked finds: one token as it is, several texts, numbers or the like as a list; null if there is
    /// nothing. Throws <see cref="MappingLimitException"/> for more than the budget has, and for several lists or objects:
    /// one may hold the other, and a list of them would hold its copy.
    /// </summary>
    public static JToken? Find(JToken body, string path, MappingBudget budget) => budget.Select(body, path) switch
    {
        [] => null,
        [var one] => one,
        var several when several.Any(token => token is JContainer) => throw new MappingLimitException(
            "The path finds several values, and lists or objects among them: it must lead to one of these, or to the texts in them."),
        var several => new JArray(several),
    };

    [GeneratedRegex(@"=~\s*/((?:\\.|[^/\\])*)/")]
    private static partial Regex Patterns();
}
