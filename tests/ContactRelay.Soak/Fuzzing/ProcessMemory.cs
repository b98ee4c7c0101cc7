using System.Globalization;

namespace ContactRelay.Soak.Fuzzing;

/// <summary>
/// Watches the resident memory of a process. What it has after a warm-up is compared with what it has in the end; each is
/// the least of several readings, since between two collections memory rises and falls. Nothing forces a collection: a
/// process that keeps what it need not would be caught by its size alone.
/// </summary>
internal sealed class ProcessMemory(int processId)
{
    /// <summary>By how much it may grow, in MiB: with 100,000 requests a leak of a kilobyte a request is more.</summary>
    public const double MaxGrowth = 48;

    private const double WarmUpBegins = 0.3;
    private const double WarmUpEnds = 0.4;
    private const double EndBegins = 0.9;

    private readonly List<(double Progress, double MiB)> _readings = [];

    /// <summary>The least after the warm-up, in MiB.</summary>
    public double AfterWarmUp => _readings.Where(reading => reading.Progress is >= WarmUpBegins and < WarmUpEnds).Min(reading => reading.MiB);

    /// <summary>The least in the end, in MiB.</summary>
    public double AtEnd => _readings.Where(reading => reading.Progress >= EndBegins).Min(reading => reading.MiB);

    /// <summary>The most at any time, in MiB.</summary>
    public double Most => _readings.Max(reading => reading.MiB);

    /// <summary>Takes a reading, when so much of the work is done.</summary>
    public void Read(double progress)
    {
        var line = File.ReadLines($"/proc/{processId}/status").First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
        var kibibytes = line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2];
        _readings.Add((progress, double.Parse(kibibytes, CultureInfo.InvariantCulture) / 1024));
    }
}
