using System.Text.RegularExpressions;

namespace ContactRelay.Providers;

/// <summary>What the words of a failure say, as far as that can be told.</summary>
internal enum FailureMeaning
{
    /// <summary>Nothing that is known here.</summary>
    Unknown,

    /// <summary>The tenant's key, or its user's name, is refused.</summary>
    KeyRefused,

    /// <summary>It may work later.</summary>
    Later,

    /// <summary>What was sent is refused: it has no such contact or field, or a value is not valid.</summary>
    Refused,
}

/// <summary>
/// Reads the words of failures. Some providers answer 200, or 400, whatever the matter is, and then only the words tell a key
/// that is refused, or a database that is locked, from a value that is not valid.
/// </summary>
internal static partial class FailureWords
{
    private const int MaxLength = DeliveryOutcome.MaxReasonBytes;
    private const RegexOptions Options = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant;

    private const string Key = @"(api[ _-]?keys?|api[ _-]?token|access[ _-]?token|auth[ _-]?token|credentials?|log-?in|user ?name|password|authentication|authori[sz]ation)";

    private const string Bad =
        @"(invalid|incorrect|wrong|unknown|bad|missing|expired|revoked|disabled|failed|failure|denied|rejected|required|not (valid|authori[sz]ed|recogni[sz]ed|known|found|accepted|allowed|correct)|does not exist|no longer valid)";

    /// <summary>What the words say; <see cref="FailureMeaning.Unknown"/> if there are none.</summary>
    public static FailureMeaning Read(string? words)
    {
        if (words is null)
        {
            return FailureMeaning.Unknown;
        }

        var text = words.AsSpan(0, Math.Min(words.Length, MaxLength));
        return AboutValues().IsMatch(text) ? FailureMeaning.Refused
            : AboutKey().IsMatch(text) ? FailureMeaning.KeyRefused
            : AboutServer().IsMatch(text) ? FailureMeaning.Later
            : AboutRefusal().IsMatch(text) ? FailureMeaning.Refused
            : TryAgain().IsMatch(text) ? FailureMeaning.Later
            : FailureMeaning.Unknown;
    }

    [GeneratedRegex(@"\b(fields?|columns?|property|properties|parameters?|attributes?|values?|merge_tag|must (be|have|not))\b", Options)]
    private static partial Regex AboutValues();

    [GeneratedRegex(@"\b" + Key + @"\b[^.!?]{0,60}\b" + Bad + @"\b|\b" + Bad + @"\b[^.!?]{0,60}\b" + Key + @"\b|\bunauthori[sz]ed\b|\bnot (logged in|authenticated)\b", Options)]
    private static partial Regex AboutKey();

    [GeneratedRegex(
        @"\b(deadlock(ed)?|lock wait|(is|are|was) (locked|busy|in use|overloaded|unavailable|offline)|time[ -]?out|timed[ -]out|temporar(y|ily)|overload(ed)?|too many (requests|connections|calls)|rate[ -]limit(ed)?|server (is )?(busy|error|unavailable)|service unavailable|maintenance|gone away|(connection|connect) (was )?(refused|reset|lost|failed|closed)|(could|can) ?not connect|internal (server )?error|out of memory|try (it )?again (later|in)|retry (later|in))\b",
        Options)]
    private static partial Regex AboutServer();

    [GeneratedRegex(
        @"\b(invalid|not (valid|found|allowed|permitted|supported)|required|missing|unknown|no such|does(n't| not) exist|(could|can) ?not be (found|changed|blank|empty)|couldn't find|unable to find|too (long|short|large|many|few)|malformed|duplicate|already (exists|in use|taken)|must|illegal|out of range|bad request)\b",
        Options)]
    private static partial Regex AboutRefusal();

    [GeneratedRegex(@"\b(try (it )?again|retry)\b", Options)]
    private static partial Regex TryAgain();
}
