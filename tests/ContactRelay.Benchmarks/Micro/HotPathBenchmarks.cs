using BenchmarkDotNet.Attributes;

namespace ContactRelay.Benchmarks.Micro;

/// <summary>The time and the allocations of each step of <see cref="HotPaths"/>.</summary>
[MemoryDiagnoser(displayGenColumns: false)]
public class HotPathBenchmarks
{
    private Func<object?> _path = () => null;

    /// <summary>The names of the steps.</summary>
    public static IEnumerable<string> Names => HotPaths.All.Keys;

    /// <summary>The step.</summary>
    [ParamsSource(nameof(Names))]
    public string Step { get; set; } = "";

    [GlobalSetup]
    public void Choose() => _path = HotPaths.All[Step];

    [Benchmark]
    public object? Run() => _path();
}
