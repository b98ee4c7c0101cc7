namespace ContactRelay.Delivery;

/// <summary>How long to wait before the next attempt.</summary>
public static class RetrySchedule
{
    private static readonly TimeSpan[] Waits =
    [
        TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(10),
        TimeSpan.FromMinutes(30), TimeSpan.FromHours(1), TimeSpan.FromHours(2), TimeSpan.FromHours(4),
    ];

    /// <summary>The waits, one after the other; the last one for good.</summary>
    public static IReadOnlyList<TimeSpan> Planned => Waits;

    /// <summary>
    /// The wait after the given number of attempts in a row that came to nothing: growing to four hours, give or take a
    /// fifth, so that what failed together does not come back together. In whole milliseconds, as times are stored.
    /// </summary>
    /// <param name="attempts">How many there were, 1 after the first.</param>
    /// <param name="random">A number of 0 to 1.</param>
    public static TimeSpan Wait(int attempts, double random) =>
        TimeSpan.FromMilliseconds((long)(Waits[Math.Clamp(attempts, 1, Waits.Length) - 1].TotalMilliseconds * (0.8 + (0.4 * random))));
}
