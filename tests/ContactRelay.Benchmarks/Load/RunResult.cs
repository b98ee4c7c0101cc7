namespace ContactRelay.Benchmarks.Load;

/// <summary>What a run came to. Times are in milliseconds, memory in MiB; a figure that the run does not have is null.</summary>
internal sealed record RunResult(string Name, int Updates)
{
    public double AcceptedPerSecond { get; init; }

    /// <summary>The same of each tenth of the updates, as a backlog grows.</summary>
    public IReadOnlyList<double>? AcceptedPerSecondByTenth { get; init; }

    public double? DeliveredPerSecond { get; init; }

    public required Spread Accept { get; init; }

    public Spread? SentToCall { get; init; }

    public double CpuPerUpdate { get; init; }

    public double PeakMemory { get; init; }

    public long? Calls { get; init; }

    public double? StartTime { get; init; }
}
