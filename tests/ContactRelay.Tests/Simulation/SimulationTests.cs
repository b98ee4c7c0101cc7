using ContactRelay.Simulation;
using ContactRelay.Simulation.Core;
using ContactRelay.Simulation.Exhaustive;
using Xunit;

namespace ContactRelay.Tests.Simulation;

/// <summary>Some seeds of the simulation, and the smallest of its searches. CI runs many more.</summary>
public sealed class SimulationTests
{
    private const int Seeds = 1500;

    [Fact]
    public void Run_of_many_seeds_keeps_every_promise_and_meets_every_fault()
    {
        var summary = SeedRunner.Run(from: 0, Seeds, Environment.ProcessorCount);

        Assert.Null(summary.Failure);
        Assert.Equal(Seeds, summary.Seeds);
        Assert.All(Faults.Kinds, kind => Assert.True(summary.Faults[(int)kind] > 0, $"{kind} never happened."));
    }

    [Fact]
    public void Search_of_all_interleavings_with_one_fault_keeps_every_promise()
    {
        SearchResult? result = null;
        SeedRunner.OnThreads(1, () => result = Search.Run(new("two over HTTP", 1, Scenario.Core)));

        Assert.Null(result!.Broken);
        Assert.True(result.Interleavings > 1000 && result.States > 1000, $"{result.Interleavings} interleavings are too few to be all.");
    }
}
