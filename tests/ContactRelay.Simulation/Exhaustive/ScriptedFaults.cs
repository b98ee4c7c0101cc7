using ContactRelay.Simulation.Core;

namespace ContactRelay.Simulation.Exhaustive;

/// <summary>At most so many faults of these kinds, at every place in turn.</summary>
internal sealed class ScriptedFaults(Script script, int most, IReadOnlySet<FaultKind> kinds) : Faults
{
    /// <summary>How many may still happen.</summary>
    public int Left { get; private set; } = most;

    protected override bool Decide(FaultKind kind)
    {
        if (Left == 0 || !kinds.Contains(kind) || script.Choose(2) == 0)
        {
            return false;
        }

        Left--;
        return true;
    }
}
