using System.Collections.Immutable;

namespace ContactRelay.Mailboxes;

/// <summary>What <see cref="Beginning.Begin"/> found.</summary>
/// <param name="Outcome">What there is to do.</param>
/// <param name="Mailbox">The mailbox after it.</param>
/// <param name="LookAgainAt">When there may be more to do: the lease's end, or the time when something is due.</param>
/// <param name="Batch">What to send; null unless started.</param>
/// <param name="Dead">Updates that ran out of time; their values are to be kept elsewhere before the mailbox is saved.</param>
public sealed record BeginResult(
    BeginOutcome Outcome,
    Mailbox Mailbox,
    DateTimeOffset? LookAgainAt = null,
    Batch? Batch = null,
    ImmutableArray<DeadUpdate> Dead = default);
