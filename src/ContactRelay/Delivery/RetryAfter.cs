using System.Globalization;
using System.Net.Http.Headers;

namespace ContactRelay.Delivery;

/// <summary>Reads Retry-After: seconds or a date (RFC 9110, section 10.2.3), and what else providers put there.</summary>
internal static class RetryAfter
{
    // An epoch is the number of a time near the present; as a wait it would be decades.
    private static readonly TimeSpan Near = TimeSpan.FromDays(3653);

    /// <summary>The longest wait that the header's values ask for, from now; null if they ask for none.</summary>
    public static TimeSpan? Read(IEnumerable<string> values, DateTimeOffset now) =>
        values.SelectMany(value => ReadOne(value.Trim(), now)).Max();

    private static IEnumerable<TimeSpan?> ReadOne(string text, DateTimeOffset now)
    {
        if (RetryConditionHeaderValue.TryParse(text, out var parsed) && parsed.Date is { } date)
        {
            return [Until(date, now)];
        }

        if (DateTimeOffset.TryParseExact(
            text, ["yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time))
        {
            return [Until(time, now)];
        }

        return text.Split(',', StringSplitOptions.TrimEntries).Select(number => ReadNumber(number, now));
    }

    /// <summary>Seconds, also with a fraction; or a time in seconds or milliseconds since 1970.</summary>
    private static TimeSpan? ReadNumber(string text, DateTimeOffset now)
    {
        if (text.Length == 0 || !char.IsAsciiDigit(text[0]) || !double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
        {
            return null;
        }

        var time = Near.TotalSeconds > Math.Abs(number - now.ToUnixTimeSeconds()) ? number
            : Near.TotalSeconds > Math.Abs((number / 1000) - now.ToUnixTimeSeconds()) ? number / 1000
            : (double?)null;
        return time is { } epoch
            ? Until(DateTimeOffset.UnixEpoch.AddSeconds(epoch), now)
            : TimeSpan.FromSeconds(Math.Min(number, Near.TotalSeconds));
    }

    private static TimeSpan? Until(DateTimeOffset time, DateTimeOffset now) => time > now ? time - now : null;
}
