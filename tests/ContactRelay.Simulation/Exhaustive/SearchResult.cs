namespace ContactRelay.Simulation.Exhaustive;

/// <summary>What came of a search.</summary>
/// <param name="Scenario">What was searched through.</param>
/// <param name="Interleavings">How many runs it took.</param>
/// <param name="States">How many different states they came through.</param>
/// <param name="Broken">The promise that was broken; null where all held.</param>
/// <param name="Trace">The steps that broke it.</param>
internal sealed record SearchResult(Scenario Scenario, int Interleavings, int States, string? Broken, IReadOnlyList<string> Trace);
