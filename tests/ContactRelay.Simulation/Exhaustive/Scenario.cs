using ContactRelay.Simulation.Core;

namespace ContactRelay.Simulation.Exhaustive;

/// <summary>What is searched through to its end.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="MostFaults">How many faults there may be in a run.</param>
/// <param name="Kinds">Of which kinds.</param>
/// <param name="HasMessage">Whether one of the updates comes as a message; else both come over HTTP.</param>
/// <param name="HasBadValue">Whether the provider refuses one of them for good.</param>
/// <param name="IsEmbedded">Whether the storage is the embedded one, of one process; else there are two.</param>
internal sealed record Scenario(
    string Name, int MostFaults, IReadOnlySet<FaultKind> Kinds, bool HasMessage = false, bool HasBadValue = false, bool IsEmbedded = false)
{
    /// <summary>The faults that the rules of delivery are about, of which two may meet.</summary>
    public static readonly IReadOnlySet<FaultKind> Core = new HashSet<FaultKind>
    {
        FaultKind.CrashAfterEffect, FaultKind.StorageFailsAfter, FaultKind.EffectThenTimeOut,
    };

    /// <summary>All that make a difference in a world where nothing takes time.</summary>
    public static readonly IReadOnlySet<FaultKind> Each = new HashSet<FaultKind>(Core)
    {
        FaultKind.CrashBeforeEffect, FaultKind.PausePastLease, FaultKind.StorageFailsBefore, FaultKind.Conflict, FaultKind.ConflictAfterEffect,
        FaultKind.DuplicateMessage, FaultKind.VisibilityRunsOut, FaultKind.AnswerLost, FaultKind.UnsyncedWriteLost,
    };

    /// <summary>What is searched through on every build.</summary>
    public static readonly IReadOnlyList<Scenario> All =
    [
        new("two over HTTP, two faults", 2, Core),
        new("one as a message, two faults", 2, Core, HasMessage: true),
        new("two over HTTP, one fault", 1, Each),
        new("one as a message, one fault", 1, Each, HasMessage: true),
        new("one refused for good, one fault", 1, Core, HasBadValue: true),
        new("embedded storage, one fault", 1, new HashSet<FaultKind> { FaultKind.CrashAfterEffect, FaultKind.UnsyncedWriteLost }, IsEmbedded: true),
    ];
}
