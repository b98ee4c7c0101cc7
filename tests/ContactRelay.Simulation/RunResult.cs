namespace ContactRelay.Simulation;

/// <summary>What came of a run.</summary>
/// <param name="Hash">The hash of its trace.</param>
/// <param name="Broken">The promise that was broken; null where all held.</param>
/// <param name="Steps">How many steps there were.</param>
/// <param name="Faults">How often each kind of fault happened.</param>
/// <param name="Trace">Its steps in words, where they were asked for.</param>
internal sealed record RunResult(ulong Hash, string? Broken, int Steps, IReadOnlyList<long> Faults, IReadOnlyList<string> Trace);
