using System.Globalization;
using System.Text.Json;
using ContactRelay.Tests;

namespace ContactRelay.Benchmarks.Micro;

/// <summary>
/// Holds what each step of <see cref="HotPaths"/> allocates to what is recorded. Times differ from machine to machine,
/// and bytes do not.
/// </summary>
internal static class AllocationCheck
{
    private const int WarmUps = 200;
    private const int Rounds = 1000;

    // What the runtime itself does in between, and its next release may do.
    private const double Tolerance = 1.05;

    private static readonly string Recorded = Path.Combine(Repository.Root, "tests", "ContactRelay.Benchmarks", "allocations.json");
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>Prints each step beside its limit, and gives the exit code; or records what is now.</summary>
    public static async Task<int> RunAsync(bool record, CancellationToken cancellationToken)
    {
        var measured = HotPaths.All.ToDictionary(path => path.Key, path => Measure(path.Value), StringComparer.Ordinal);
        if (record)
        {
            await File.WriteAllTextAsync(Recorded, JsonSerializer.Serialize(measured, Indented) + "\n", cancellationToken);
            return 0;
        }

        var limits = JsonSerializer.Deserialize<Dictionary<string, long>>(await File.ReadAllBytesAsync(Recorded, cancellationToken))!;
        var isOver = false;
        foreach (var (name, bytes) in measured)
        {
            var isKnown = limits.TryGetValue(name, out var limit);
            var isWrong = !isKnown || bytes > limit * Tolerance;
            isOver |= isWrong;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{bytes,9} B of {(isKnown ? limit : "none recorded"),9}  {name}{(isWrong ? "  TOO MUCH" : "")}"));
        }

        return isOver ? 1 : 0;
    }

    private static long Measure(Func<object?> path)
    {
        for (var i = 0; i < WarmUps; i++)
        {
            GC.KeepAlive(path());
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < Rounds; i++)
        {
            GC.KeepAlive(path());
        }

        return (GC.GetAllocatedBytesForCurrentThread() - before) / Rounds;
    }
}
