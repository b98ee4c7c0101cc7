using ContactRelay.Simulation.Core;
using ContactRelay.Simulation.Providers;

namespace ContactRelay.Simulation;

/// <summary>What a world is made of.</summary>
internal sealed record WorldSettings
{
    public required SeededRandom Random { get; init; }

    public required Faults Faults { get; init; }

    public required Scheduler Scheduler { get; init; }

    public required IReadOnlyList<SimulatedTenant> Tenants { get; init; }

    public required int Instances { get; init; }

    public required TimeSpan MaxAge { get; init; }

    public int MaxOffset { get; init; }

    public bool IsEmbedded { get; init; }

    public bool IsInstant { get; init; }

    /// <summary>Chooses one of so many, where it is not the random source that does.</summary>
    public Func<int, int>? Choose { get; init; }

    public bool IsReadable { get; init; }
}
