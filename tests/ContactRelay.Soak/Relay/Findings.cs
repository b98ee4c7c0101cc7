using System.Collections.Concurrent;

namespace ContactRelay.Soak.Relay;

/// <summary>What was found wrong: ids and what is wrong with them, never a value.</summary>
internal sealed class Findings
{
    private const int MaxShown = 50;

    private readonly ConcurrentQueue<string> _all = new();

    /// <summary>Adds one.</summary>
    public void Add(string finding) => _all.Enqueue(finding);

    /// <summary>Adds one where something does not hold.</summary>
    public void Unless(bool holds, string finding)
    {
        if (!holds)
        {
            Add(finding);
        }
    }

    /// <summary>Prints them, and gives the exit code.</summary>
    public int Conclude(string nothingWrong)
    {
        if (_all.IsEmpty)
        {
            Console.WriteLine(nothingWrong);
            return 0;
        }

        Console.WriteLine($"WRONG: {_all.Count} findings");
        foreach (var finding in _all.Take(MaxShown))
        {
            Console.WriteLine($"  {finding}");
        }

        return 1;
    }
}
