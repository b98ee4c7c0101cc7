using System.Collections.Immutable;

namespace ContactRelay.Mailboxes;

/// <summary>What is known of a mailbox without reading it.</summary>
/// <param name="Key">Which mailbox.</param>
/// <param name="Accepted">How many updates were ever accepted.</param>
/// <param name="Pending">How many are pending.</param>
/// <param name="Due">When something of it is next due; null where nothing is pending.</param>
/// <param name="Counts">How many updates ever reached each final status.</param>
public sealed record MailboxSummary(
    MailboxKey Key, long Accepted, int Pending, DateTimeOffset? Due, ImmutableSortedDictionary<UpdateStatus, long> Counts)
{
    /// <summary>Whether its row cannot be read, so that nothing else of this is known but, perhaps, what stands beside its document.</summary>
    public bool IsUnreadable { get; init; }

    /// <summary>What is known of a mailbox whose row cannot be read.</summary>
    public static MailboxSummary Unreadable(MailboxKey key, int pending, DateTimeOffset? due) =>
        new(key, 0, pending, due, ImmutableSortedDictionary<UpdateStatus, long>.Empty) { IsUnreadable = true };

    /// <summary>The summary of a mailbox.</summary>
    public static MailboxSummary Of(MailboxKey key, Mailbox mailbox) => new(key, mailbox.Sequence, mailbox.Pending.Length, mailbox.DueAt(), mailbox.Counts);
}
