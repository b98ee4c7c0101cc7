namespace ContactRelay.Simulation.Exhaustive;

/// <summary>Runs every interleaving of a scenario, and goes no further where a state has been seen before.</summary>
internal static class Search
{
    public static SearchResult Run(Scenario scenario)
    {
        var states = new HashSet<ulong>();
        var left = new Stack<int[]>();
        left.Push([]);
        var runs = 0;
        while (left.TryPop(out var given))
        {
            runs++;
            var script = new Script(given);
            if (SmallScope.Make(script, scenario, states.Add).Broken is { } broken)
            {
                var trace = SmallScope.Make(new(given), scenario, _ => true, isReadable: true).Trace;
                return new(scenario, runs, states.Count, broken, trace);
            }

            foreach (var other in script.Others())
            {
                left.Push(other);
            }
        }

        return new(scenario, runs, states.Count, null, []);
    }
}
