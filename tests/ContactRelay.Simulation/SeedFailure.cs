namespace ContactRelay.Simulation;

/// <summary>A seed whose run broke a promise.</summary>
internal sealed record SeedFailure(ulong Seed, string Broken);
