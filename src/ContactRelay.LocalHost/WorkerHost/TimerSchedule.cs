using System.Globalization;

namespace ContactRelay.LocalHost.WorkerHost;

/// <summary>
/// A schedule as the Functions host writes it (NCRONTAB), as far as the functions use it: <c>0 * * * * *</c>, each minute,
/// or <c>0 m h * * *</c>, each day at that time in UTC.
/// </summary>
internal sealed record TimerSchedule(int? Hour, int? OfHour)
{
    /// <summary>Reads a schedule. Throws <see cref="NotSupportedException"/> for one that the local host does not know.</summary>
    public static TimerSchedule Parse(string text) => text.Split(' ') switch
    {
        ["0", "*", "*", "*", "*", "*"] => new(null, null),
        ["0", var minute, var hour, "*", "*", "*"] => new(int.Parse(hour, CultureInfo.InvariantCulture), int.Parse(minute, CultureInfo.InvariantCulture)),
        _ => throw new NotSupportedException($"The local host does not know the schedule '{text}'."),
    };

    /// <summary>The last time of it, this very minute's or an earlier one.</summary>
    public DateTimeOffset LastUntil(DateTimeOffset now)
    {
        if (Hour is null || OfHour is null)
        {
            return now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMinute));
        }

        var today = new DateTimeOffset(now.UtcDateTime.Date, TimeSpan.Zero) + new TimeSpan(Hour.Value, OfHour.Value, 0);
        return today <= now ? today : today.AddDays(-1);
    }
}
