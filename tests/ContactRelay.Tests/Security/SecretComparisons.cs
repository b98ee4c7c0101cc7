using System.Text.RegularExpressions;

namespace ContactRelay.Tests.Security;

/// <summary>Finds in C# the comparisons of what is named like a secret, other than the one that takes a fixed time.</summary>
internal static partial class SecretComparisons
{
    /// <summary>The comparisons in a line of source, comments aside.</summary>
    public static IEnumerable<string> In(string line)
    {
        var code = line.TrimStart().StartsWith("//", StringComparison.Ordinal) ? "" : line;
        return
            from found in Operator().Matches(code).Concat(Method().Matches(code))
            let sides = found.Groups["side"].Captures.Select(side => side.Value).ToArray()
            where sides.Any(side => Secret().IsMatch(side)) && !sides.Any(side => Nothing().IsMatch(side))
            select found.Value;
    }

    [GeneratedRegex("""(?<side>[\w.?!]+)\s*[!=]=\s*(?<side>[\w.?!"]+)""")]
    private static partial Regex Operator();

    [GeneratedRegex("""((?<side>[\w.?!()]+)\.)?\b(SequenceEqual|Equals|CompareTo)\((\s*(?<side>[^,)]+),?)*""")]
    private static partial Regex Method();

    // The last name of a path, or the one before a mere part of it.
    [GeneratedRegex("""(?i)(key|sha256|hash|digest|secret|signature|password|(?<!cancellation)token)[?!]*(\.(value|span|asspan\(\)))?$""")]
    private static partial Regex Secret();

    // What tells nothing of a secret that is compared with it.
    [GeneratedRegex("""^(null|""|\d+)$""")]
    private static partial Regex Nothing();
}
