namespace ContactRelay.Simulation;

/// <summary>What came of many seeds.</summary>
/// <param name="Seeds">How many were run.</param>
/// <param name="Steps">How many steps their first runs had.</param>
/// <param name="Faults">How often each kind of fault happened in them.</param>
/// <param name="Failure">The lowest seed that failed; null where none did.</param>
internal sealed record SeedSummary(int Seeds, long Steps, IReadOnlyList<long> Faults, SeedFailure? Failure);
