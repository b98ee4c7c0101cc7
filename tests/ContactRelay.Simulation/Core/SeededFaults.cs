namespace ContactRelay.Simulation.Core;

/// <summary>
/// Faults by chance. Each run has a few kinds of its own, and a number that may happen, so that some runs are all
/// crashes and others have one odd answer: what needs many of the same is found as well as what needs peace.
/// </summary>
internal sealed class SeededFaults : Faults
{
    private const int MostFaults = 10;

    private readonly SeededRandom _random;
    private readonly bool[] _isPossible = new bool[Kinds.Length];
    private int _left;

    public SeededFaults(SeededRandom random)
    {
        _random = random;
        _left = random.Next(MostFaults + 1);
        var share = random.Next(2, 6);
        foreach (var kind in Kinds)
        {
            _isPossible[(int)kind] = random.OneIn(share);
        }
    }

    protected override bool Decide(FaultKind kind)
    {
        if (IsDecision(kind))
        {
            return _random.OneIn(Opportunities(kind));
        }

        if (_left == 0 || !_isPossible[(int)kind] || !_random.OneIn(Opportunities(kind)))
        {
            return false;
        }

        _left--;
        return true;
    }

    /// <summary>
    /// Whether somebody decides so over what was not delivered. That comes when most faults have happened: it is not one
    /// of their number, or would hardly ever be.
    /// </summary>
    private static bool IsDecision(FaultKind kind) => kind is FaultKind.UpdateRedriven or FaultKind.UpdateDiscarded;

    /// <summary>In about how many of its opportunities a fault happens: there are many more port calls than provider calls.</summary>
    private static int Opportunities(FaultKind kind) => kind switch
    {
        FaultKind.CrashBeforeEffect or FaultKind.CrashAfterEffect => 30,
        FaultKind.PausePastLease or FaultKind.ClockJump => 40,
        FaultKind.StorageFailsBefore or FaultKind.StorageFailsAfter or FaultKind.StorageThrottles or FaultKind.DiskFull => 15,
        FaultKind.UnsyncedWriteLost or FaultKind.TornWrite => 12,
        FaultKind.Conflict or FaultKind.ConflictAfterEffect => 6,
        FaultKind.DuplicateMessage or FaultKind.ReorderedMessage or FaultKind.DelayedMessage or FaultKind.VisibilityRunsOut => 6,
        FaultKind.PoisonMessage or FaultKind.OldMessageFormat => 6,
        FaultKind.ClockSkew or FaultKind.TenantEdited or FaultKind.TenantGone or FaultKind.TenantFloods or FaultKind.KeyRotated or FaultKind.UpdateCancelled or FaultKind.ContactErased or FaultKind.CallerGoesAway => 2,
        FaultKind.UpdateDiscarded => 8,
        _ => 3,
    };
}
