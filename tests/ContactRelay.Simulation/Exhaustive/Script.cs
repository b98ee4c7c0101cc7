namespace ContactRelay.Simulation.Exhaustive;

/// <summary>
/// The choices of one run: those that are given, and after them the first of each. It remembers how many there were to
/// choose from, so that the others can be tried later.
/// </summary>
internal sealed class Script(IReadOnlyList<int> given)
{
    private readonly List<int> _taken = [];
    private readonly List<int> _counts = [];

    /// <summary>Whether what was given has all been used, so that the run is on new ground.</summary>
    public bool IsOnNewGround => _taken.Count >= given.Count;

    public int Choose(int count)
    {
        if (count == 1)
        {
            return 0;
        }

        var choice = IsOnNewGround ? 0 : given[_taken.Count];
        _taken.Add(choice);
        _counts.Add(count);
        return choice;
    }

    /// <summary>The scripts that begin like this one and take another turn where it was on new ground.</summary>
    public IEnumerable<int[]> Others()
    {
        for (var i = given.Count; i < _taken.Count; i++)
        {
            for (var other = 1; other < _counts[i]; other++)
            {
                yield return [.. _taken.Take(i), other];
            }
        }
    }
}
