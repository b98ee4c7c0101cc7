using System.Text.RegularExpressions;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace ContactRelay.Intake.Hooks;

/// <summary>JSONPath (https://www.newtonsoft.com/json/help/html/QueryJsonSelectToken.htm).</summary>
internal static partial class HookPath
{
    // A pattern that takes longer than this on a body of 256 KiB would take for ever on another.
    private static readonly JsonSelectSettings Settings = new() { RegexMatchTimeout = TimeSpan.FromMilliseconds(200) };

    /// <summary>What is wrong with the path, or null.</summary>
    public static string? Check(string path)
    {
        if (!path.StartsWith('$'))
        {
            return "Must be a JSONPath: it begins with $, the body.";
        }

        try
        {
            _ = new JObject().SelectTokens(path, Settings).Any();
            foreach (Match pattern in Patterns().Matches(path))
            {
                _ = new Regex(pattern.Groups[1].Value, RegexOptions.None, Settings.RegexMatchTimeout!.Value);
            }

            return null;
        }
        catch (Exception e) when (e is JsonException or RegexParseException)
        {
            return $"Is not a JSONPath that can be read: {e.Message}";
        }
    }

    /// <summary>All that a path that was checked finds. Throws <see cref="RegexMatchTimeoutException"/> where a pattern takes too long.</summary>
    public static IReadOnlyList<JToken> Select(JToken body, string path) => [.. body.SelectTokens(path, Settings)];

    /// <summary>What a path finds: one token as it is, several as a list; null where there is nothing.</summary>
    public static JToken? Find(JToken body, string path) => Select(body, path) switch
    {
        [] => null,
        [var one] => one,
        var several => new JArray(several),
    };

    [GeneratedRegex(@"=~\s*/((?:\\.|[^/\\])*)/")]
    private static partial Regex Patterns();
}
