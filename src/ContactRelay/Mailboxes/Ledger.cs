using System.Collections.Immutable;

namespace ContactRelay.Mailboxes;

/// <summary>
/// What became of all updates of some mailboxes: what was accepted is what has reached a final status and what is
/// pending.
/// </summary>
/// <param name="Mailboxes">How many mailboxes were counted.</param>
/// <param name="Accepted">How many updates were accepted.</param>
/// <param name="Pending">How many are pending.</param>
/// <param name="Settled">How many reached each final status.</param>
public sealed record Ledger(int Mailboxes, long Accepted, long Pending, ImmutableSortedDictionary<UpdateStatus, long> Settled)
{
    /// <summary>The ledger of no mailbox.</summary>
    public static readonly Ledger Empty = new(0, 0, 0, ImmutableSortedDictionary<UpdateStatus, long>.Empty);

    /// <summary>How many were accepted of which nothing is known; anything but 0 is a defect.</summary>
    public long Difference => Accepted - Pending - Settled.Values.Sum();

    /// <summary>The ledger with one more mailbox.</summary>
    public Ledger With(MailboxSummary mailbox)
    {
        var settled = Settled.ToBuilder();
        foreach (var (status, count) in mailbox.Counts)
        {
            settled[status] = settled.GetValueOrDefault(status) + count;
        }

        return new(Mailboxes + 1, Accepted + mailbox.Accepted, Pending + mailbox.Pending, settled.ToImmutable());
    }
}
