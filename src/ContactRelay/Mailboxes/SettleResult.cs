using System.Collections.Immutable;

namespace ContactRelay.Mailboxes;

/// <summary>What <see cref="Settling.Settle"/> did.</summary>
/// <param name="Mailbox">The mailbox after it.</param>
/// <param name="Settled">The updates that reached a final status.</param>
/// <param name="Dead">Those of them that were not delivered, whose values are to be kept elsewhere before the mailbox is saved.</param>
public sealed record SettleResult(Mailbox Mailbox, ImmutableArray<SettledUpdate> Settled, ImmutableArray<DeadUpdate> Dead);
