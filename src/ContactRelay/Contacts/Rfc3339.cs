using System.Globalization;
using System.Text.RegularExpressions;

namespace ContactRelay.Contacts;

/// <summary>
/// Times as in RFC 3339: with an offset or Z, so that they mean the same everywhere. All doors read them here: queries,
/// bodies, messages of the queue and webhooks.
/// </summary>
public static partial class Rfc3339
{
    /// <summary>What to tell whoever wrote something else.</summary>
    public const string Expected = "Must be a time as in RFC 3339, such as 2026-01-31T12:00:00Z.";

    private const int LeapSecond = 60;

    /// <summary>The largest offset that <see cref="DateTimeOffset"/> can hold; RFC 3339 knows larger ones.</summary>
    private static readonly TimeSpan MaxOffset = TimeSpan.FromHours(14);

    /// <summary>
    /// The time in whole milliseconds, as times are stored, or null if the text is none. Further digits of the second are
    /// cut off; a leap second is the last millisecond of its minute.
    /// </summary>
    public static DateTimeOffset? Parse(string text) => Time().Match(text) is { Success: true } time ? Read(time) : null;

    /// <summary>The same for a time in a URL's query: a plus sign that was not percent-encoded has become a space on the way.</summary>
    public static DateTimeOffset? ParseInQuery(string text) => Parse(OffsetWithoutPlus().Replace(text, "+"));

    /// <summary>The same for a sender that leaves the offset out, which then is UTC, or the seconds.</summary>
    public static DateTimeOffset? ParseLoosely(string text) => LooseTime().Match(text) is { Success: true } time ? Read(time) : null;

    private static DateTimeOffset? Read(Match time)
    {
        var second = Number(time, "second");
        var isLeap = second == LeapSecond;
        if (!DateTime.TryParseExact(time.Groups["minute"].Value.ToUpperInvariant().Replace('T', ' '), "yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var minute)
            || second > LeapSecond || Number(time, "hours") > 23 || Number(time, "minutes") > 59)
        {
            return null;
        }

        var offset = new TimeSpan(Number(time, "hours"), Number(time, "minutes"), 0) * (time.Groups["sign"].Value == "-" ? -1 : 1);
        var milliseconds = isLeap ? 59_999 : (second * 1_000) + Number(time.Groups["fraction"].Value.PadRight(3, '0')[..3]);
        var utc = minute.Ticks + (milliseconds * TimeSpan.TicksPerMillisecond) - offset.Ticks;
        if (utc < 0 || utc > DateTime.MaxValue.Ticks || (isLeap && !IsEndOfMonth(new(utc))))
        {
            return null;
        }

        var result = new DateTimeOffset(utc, TimeSpan.Zero);
        return offset.Duration() <= MaxOffset ? result.ToOffset(offset) : result;
    }

    /// <summary>"The grammar element time-second may have the value 60 at the end of months in which a leap second occurs" (5.7), which is in UTC.</summary>
    private static bool IsEndOfMonth(DateTime utc) => utc is { Hour: 23, Minute: 59 } && utc.Day == DateTime.DaysInMonth(utc.Year, utc.Month);

    private static int Number(Match time, string name) => Number(time.Groups[name].Value);

    private static int Number(string digits) => digits.Length == 0 ? 0 : int.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);

    // 5.6 allows lower-case t and z, any number of digits after the point, and a space in the place of T.
    [GeneratedRegex(@"^(?<minute>[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:[0-9]{2}):(?<second>[0-9]{2})(\.(?<fraction>[0-9]+))?([Zz]|(?<sign>[+-])(?<hours>[0-9]{2}):(?<minutes>[0-9]{2}))\z", RegexOptions.ExplicitCapture)]
    private static partial Regex Time();

    [GeneratedRegex(@"^(?<minute>[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:[0-9]{2})(:(?<second>[0-9]{2})(\.(?<fraction>[0-9]+))?)?([Zz]|(?<sign>[+-])(?<hours>[0-9]{2}):?(?<minutes>[0-9]{2}))?\z", RegexOptions.ExplicitCapture)]
    private static partial Regex LooseTime();

    [GeneratedRegex(@"(?<=:[0-9]{2}(\.[0-9]+)?) (?=[0-9]{2}:[0-9]{2}\z)", RegexOptions.ExplicitCapture)]
    private static partial Regex OffsetWithoutPlus();
}
