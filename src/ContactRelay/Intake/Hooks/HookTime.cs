using System.Globalization;
using ContactRelay.Contacts;
using Newtonsoft.Json.Linq;

namespace ContactRelay.Intake.Hooks;

/// <summary>Times and dates as senders write them: as text, or as a number since 1970. None throws, whatever the text.</summary>
internal static class HookTime
{
    /// <summary>The years that a date or a time may be in: any other is a number that was read in the wrong unit.</summary>
    public const int MinYear = 1900;

    /// <inheritdoc cref="MinYear"/>
    public const int MaxYear = 2100;

    private const NumberStyles UnixTime = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

    private static readonly DateTimeOffset Earliest = new(MinYear, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Latest = new(MaxYear, 12, 31, 23, 59, 59, 999, TimeSpan.Zero);

    // What happened before is no event that a webhook tells of, so seconds and milliseconds cannot be confused.
    private static readonly DateTimeOffset EarliestEvent = new(2001, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>
    /// The time at which something happened: as in RFC 3339, in UTC if it names no offset, or in seconds or milliseconds
    /// since 1970; null if the value is none.
    /// </summary>
    public static DateTimeOffset? ReadEvent(JToken found, TimeUnit? unit)
    {
        var text = HookJson.Text(found)?.Trim() ?? "";
        return unit is { } known && IsNumber(text, out var number) ? FromUnix(number, known, Earliest)
            : IsNumber(text, out number) ? FromUnix(number, TimeUnit.Seconds, EarliestEvent) ?? FromUnix(number, TimeUnit.Milliseconds, EarliestEvent)
            : ReadText(text) is { Year: >= MinYear and <= MaxYear } time ? time
            : null;
    }

    /// <summary>The time that a text says; in UTC if it names no offset.</summary>
    public static DateTimeOffset? ReadText(string text) => Rfc3339.ParseLoosely(text);

    /// <summary>Whether the text is a number, and nothing else.</summary>
    public static bool IsNumber(string text, out decimal number) => decimal.TryParse(text, UnixTime, CultureInfo.InvariantCulture, out number);

    /// <summary>The time that is so many units after 1970; null outside the years from 1900 to 2100.</summary>
    public static DateTimeOffset? FromUnix(decimal number, TimeUnit unit) => FromUnix(number, unit, Earliest);

    private static DateTimeOffset? FromUnix(decimal number, TimeUnit unit, DateTimeOffset earliest)
    {
        // Compared before anything is multiplied: a decimal of 28 digits overflows.
        var perSecond = unit == TimeUnit.Seconds ? 1 : 1_000;
        return number >= earliest.ToUnixTimeSeconds() * perSecond && number < (Latest.ToUnixTimeSeconds() + 1) * perSecond
            ? DateTimeOffset.FromUnixTimeMilliseconds((long)decimal.Floor(number * (1_000 / perSecond)))
            : null;
    }
}
