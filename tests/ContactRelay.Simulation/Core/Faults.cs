namespace ContactRelay.Simulation.Core;

/// <summary>Decides which faults happen, and counts them.</summary>
internal abstract class Faults
{
    public static readonly FaultKind[] Kinds = Enum.GetValues<FaultKind>();

    private readonly long[] _counts = new long[Kinds.Length];

    public IReadOnlyList<long> Counts => _counts;

    /// <summary>Whether faults may still happen; else everything works from now on.</summary>
    public bool IsOver { get; set; }

    /// <summary>Whether this one happens, here and now. If so, whoever asks has to see to it.</summary>
    public bool Happens(FaultKind kind)
    {
        if (IsOver || !Decide(kind))
        {
            return false;
        }

        _counts[(int)kind]++;
        return true;
    }

    protected abstract bool Decide(FaultKind kind);
}
