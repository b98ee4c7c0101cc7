using ContactRelay.Simulation;
using Xunit;

namespace ContactRelay.Tests;

/// <summary>Some seeds of the simulation, so few that a mutant that lives is soon known to.</summary>
public sealed class SimulatedSeedsTests
{
    private const int Seeds = 40;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void Run_of_some_seeds_keeps_every_promise(int part) =>
        Assert.Null(SeedRunner.Run(from: (ulong)(part * Seeds), Seeds, threads: 1).Failure);
}
