using System.Diagnostics;
using System.Runtime.InteropServices;

namespace ContactRelay.Benchmarks.Load;

/// <summary>
/// Sleeps to a fraction of a millisecond (nanosleep(2)): .NET's own timers take whole ones, and what they are late would be
/// measured as the server's.
/// </summary>
internal static partial class PreciseSleep
{
    /// <summary>Sleeps until about this time of <see cref="Stopwatch"/>.</summary>
    public static void Until(long timestamp)
    {
        var left = Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), timestamp);
        if (left > TimeSpan.Zero)
        {
            var time = new Time((long)left.TotalSeconds, left.Ticks % TimeSpan.TicksPerSecond * TimeSpan.NanosecondsPerTick);

            // Woken early by a signal it sends a little early, which harms nothing.
            _ = NanoSleep(time, 0);
        }
    }

    [LibraryImport("libc", EntryPoint = "nanosleep")]
    private static partial int NanoSleep(in Time time, nint left);

    [StructLayout(LayoutKind.Sequential)]
    private readonly record struct Time(long Seconds, long Nanoseconds);
}
