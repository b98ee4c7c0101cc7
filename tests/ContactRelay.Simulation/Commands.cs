using System.Diagnostics;
using System.Globalization;
using ContactRelay.Simulation.Core;
using ContactRelay.Simulation.Exhaustive;

namespace ContactRelay.Simulation;

/// <summary>The commands of the console.</summary>
internal static class Commands
{
    public static int Run(ulong from, int seeds)
    {
        var watch = Stopwatch.StartNew();
        var summary = SeedRunner.Run(from, seeds, Environment.ProcessorCount);
        var seconds = watch.Elapsed.TotalSeconds;
        if (summary.Failure is { } failure)
        {
            Write($"seed {failure.Seed} failed after {summary.Seeds} seeds: {failure.Broken}");
            Write($"replay it with: dotnet run -c Release --project tests/ContactRelay.Simulation -- replay --seed {failure.Seed}");
            return 1;
        }

        foreach (var kind in Faults.Kinds)
        {
            Write($"{kind,-22} {summary.Faults[(int)kind],10}");
        }

        Write($"{summary.Seeds} seeds, each twice, in {seconds:0.0} s: {2 * summary.Seeds / seconds:0} runs/s, {summary.Steps / Math.Max(1, summary.Seeds)} steps a run");
        var missing = Faults.Kinds.Where(kind => summary.Faults[(int)kind] == 0).ToList();
        if (missing.Count > 0)
        {
            Write($"these faults never happened: {string.Join(", ", missing)}");
        }

        return missing.Count > 0 ? 1 : 0;
    }

    public static int Replay(ulong seed)
    {
        var result = new RunResult(0, null, 0, [], []);
        SeedRunner.OnThreads(1, () => result = SeededRun.Make(seed, isReadable: true));
        foreach (var line in result.Trace)
        {
            Write($"{line}");
        }

        Write($"{result.Broken ?? "Every promise held."}");
        Write($"trace hash {result.Hash:x16}");
        return result.Broken is null ? 0 : 1;
    }

    public static int Exhaustive()
    {
        var scenarios = new Queue<Scenario>(Scenario.All);
        var hasFailed = false;
        SeedRunner.OnThreads(Environment.ProcessorCount, () =>
        {
            while (Take(scenarios) is { } scenario)
            {
                var watch = Stopwatch.StartNew();
                var result = Search.Run(scenario);
                hasFailed |= result.Broken is not null;
                foreach (var line in result.Trace)
                {
                    Write($"{line}");
                }

                Write($"{scenario.Name}: {result.Interleavings} interleavings, {result.States} states in {watch.Elapsed.TotalSeconds:0.0} s: {result.Broken ?? "every promise held"}");
            }
        });
        return hasFailed ? 1 : 0;
    }

    private static Scenario? Take(Queue<Scenario> scenarios)
    {
        lock (scenarios)
        {
            return scenarios.TryDequeue(out var scenario) ? scenario : null;
        }
    }

    private static void Write(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
