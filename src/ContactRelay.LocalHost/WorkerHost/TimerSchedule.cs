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

    /// <summary>Whether the minute that begins or goes on at this time is one of it.</summary>
    public bool Includes(DateTimeOffset now) => Hour is null || (now.UtcDateTime.Hour == Hour && now.UtcDateTime.Minute == OfHour);
}
