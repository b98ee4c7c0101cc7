using System.Globalization;

namespace ContactRelay.Contacts;

/// <summary>Times as in RFC 3339: with an offset or Z, so that they mean the same everywhere.</summary>
public static class Rfc3339
{
    /// <summary>What to tell whoever wrote something else.</summary>
    public const string Expected = "Must be a time as in RFC 3339, such as 2026-01-31T12:00:00Z.";

    private static readonly string[] Formats = ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz"];

    /// <summary>The time in whole milliseconds, as times are stored, or null where the text is none.</summary>
    public static DateTimeOffset? Parse(string text) => DateTimeOffset.TryParseExact(
        text.ToUpperInvariant(), Formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
        ? time.AddTicks(-(time.Ticks % TimeSpan.TicksPerMillisecond))
        : null;
}
