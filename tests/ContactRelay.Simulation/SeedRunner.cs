using System.Collections.Concurrent;
using ContactRelay.Simulation.Core;

namespace ContactRelay.Simulation;

/// <summary>Runs many seeds, each twice: the second run must leave the same trace as the first.</summary>
internal static class SeedRunner
{
    // What waits for an answer goes on within the step that brings it, one upon the other.
    private const int StackBytes = 16 * 1024 * 1024;

    /// <summary>Runs the seeds on this many threads, each run on one, until one fails or all are through.</summary>
    public static SeedSummary Run(ulong from, int count, int threads)
    {
        var next = -1;
        var failures = new ConcurrentBag<SeedFailure>();
        var counts = new long[Faults.Kinds.Length];
        long steps = 0;
        OnThreads(threads, () =>
        {
            var own = new long[counts.Length];
            long ownSteps = 0;
            for (int i; failures.IsEmpty && (i = Interlocked.Increment(ref next)) < count;)
            {
                var seed = from + (ulong)i;
                var result = SeededRun.Make(seed);
                var broken = result.Broken ?? (SeededRun.Make(seed).Hash == result.Hash ? null : "The second run of the seed differs from the first.");
                if (broken is not null)
                {
                    failures.Add(new(seed, broken));
                }

                ownSteps += result.Steps;
                for (var kind = 0; kind < own.Length; kind++)
                {
                    own[kind] += result.Faults[kind];
                }
            }

            lock (counts)
            {
                steps += ownSteps;
                for (var kind = 0; kind < own.Length; kind++)
                {
                    counts[kind] += own[kind];
                }
            }
        });
        return new(Math.Min(next, count), steps, counts, failures.MinBy(failure => failure.Seed));
    }

    /// <summary>Threads of their own: no context and no pool stands between a run and its one thread.</summary>
    public static void OnThreads(int threads, Action work)
    {
        var errors = new ConcurrentBag<Exception>();
        var all = Enumerable.Range(0, threads).Select(_ => new Thread(() => Catch(work, errors), StackBytes)).ToList();
        all.ForEach(thread => thread.Start());
        all.ForEach(thread => thread.Join());
        if (!errors.IsEmpty)
        {
            throw new AggregateException(errors);
        }
    }

    private static void Catch(Action work, ConcurrentBag<Exception> errors)
    {
        try
        {
            work();
        }
        catch (Exception e)
        {
            errors.Add(e);
        }
    }
}
