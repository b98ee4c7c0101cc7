using System.Text.RegularExpressions;
using Newtonsoft.Json.Linq;

namespace ContactRelay.Intake.Hooks;

/// <summary>The paths of a body and of a mapping, for the log: a few, and nothing that may be a contact's data.</summary>
internal static partial class BodyPaths
{
    /// <summary>The most paths that are named.</summary>
    public const int Max = 20;

    private const int MaxDepth = 6;
    private const int MaxVisited = 500;
    private const int MaxLength = 120;

    /// <summary>The paths at which a body holds something, separated by spaces.</summary>
    public static string Of(JToken? body)
    {
        var found = new List<string>();
        var visited = 0;
        Visit(body, "$", 0, found, ref visited);
        return found.Count == 0 ? "nothing" : string.Join(' ', found.Take(Max)) + (found.Count > Max ? " and more" : "");
    }

    /// <summary>The paths at which a hook's mapping looks for something, separated by spaces.</summary>
    public static string LookedFor(Hook hook)
    {
        var rules = hook.Changes.Values.Append(hook.ContactId);
        string[] paths = [.. rules.SelectMany(rule => rule.Join ?? rule.Paths).Distinct(StringComparer.Ordinal).Take(Max + 1)];
        return (hook.Each is { } each ? $"events at {Cut(each)}, and in each of them " : "")
            + string.Join(' ', paths.Take(Max).Select(Cut)) + (paths.Length > Max ? " and more" : "");
    }

    private static void Visit(JToken? token, string path, int depth, List<string> found, ref int visited)
    {
        if (found.Count > Max || ++visited > MaxVisited)
        {
            return;
        }

        switch (token)
        {
            case JObject { Count: > 0 } item when depth < MaxDepth:
                foreach (var (name, value) in item)
                {
                    Visit(value, $"{path}.{Mask(name)}", depth + 1, found, ref visited);
                }

                break;
            case JArray { Count: > 0 } items when depth < MaxDepth:
                foreach (var value in items)
                {
                    Visit(value, path + "[*]", depth + 1, found, ref visited);
                }

                break;
            case null or { Type: JTokenType.Null } or JContainer { Count: 0 }:
                break;
            default:
                if (!found.Contains(path))
                {
                    found.Add(path);
                }

                break;
        }
    }

    /// <summary>Names that a program or a form gives are kept; a form may also name a property after a person.</summary>
    private static string Mask(string name) => Names().IsMatch(name) ? name : "***";

    private static string Cut(string path) => path.Length <= MaxLength ? path : path[..MaxLength] + "…";

    [GeneratedRegex(@"^(?:[A-Za-z_][A-Za-z0-9_-]{0,39}|[0-9]{1,4}(?:\.[0-9]{1,3})?)\z")]
    private static partial Regex Names();
}
