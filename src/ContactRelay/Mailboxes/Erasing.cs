namespace ContactRelay.Mailboxes;

/// <summary>Erases what is kept of a contact, and in time what need not be kept any longer.</summary>
public static class Erasing
{
    /// <summary>How long a tombstone stands: longer than a message may wait on a queue.</summary>
    public static readonly TimeSpan TombstoneKept = TimeSpan.FromDays(8);

    // Nothing older can be accepted any more: see the limit of an update's own time. What was accepted before is another matter.
    private static readonly TimeSpan VersionsKept = TimeSpan.FromDays(31);

    /// <summary>
    /// The mailbox with nothing in it of the contact. A tombstone keeps what is older out for some days; a lease stays, so
    /// that there is still one call at a time, and what comes of that call is dropped. Numbers stay: what was pending
    /// counts as cancelled, so that the ledger adds up.
    /// </summary>
    public static Mailbox Erase(Mailbox mailbox, DateTimeOffset now)
    {
        var counts = mailbox.Pending.IsEmpty ? mailbox.Counts
            : mailbox.Counts.SetItem(UpdateStatus.Cancelled, mailbox.Counts.GetValueOrDefault(UpdateStatus.Cancelled) + mailbox.Pending.Length);
        var rest = now + Leases.WaitAfterNoAnswer;
        return Mailbox.Empty with
        {
            Sequence = mailbox.Sequence,
            Counts = counts,
            Lease = mailbox.Lease is { } lease ? lease with { Members = [] } : null,

            // A call without an answer may still be on its way, and must not land after the next.
            NextAttemptAt = mailbox.NextAttemptAt > rest ? rest : mailbox.NextAttemptAt,
            Erased = new(now),
        };
    }

    /// <summary>The mailbox without what has been kept for long enough; the same where there is nothing such.</summary>
    public static Mailbox Retain(Mailbox mailbox, DateTimeOffset now)
    {
        var settled = mailbox.Settled.RemoveAll(update => now - update.SettledAt > Mailbox.SettledKept);
        var limit = (now - VersionsKept).ToUnixTimeMilliseconds();
        var delivered = MayHaveOlder(mailbox) ? mailbox.Delivered
            : mailbox.Delivered.Where(field => field.Value.UnixMs >= limit).ToDictionary(StringComparer.Ordinal);
        var hasTombstone = mailbox.Erased is { } erased && now - erased.At <= TombstoneKept;
        var nothingGoes = settled.Length == mailbox.Settled.Length && delivered.Count == mailbox.Delivered.Count && hasTombstone == mailbox.Erased is not null;
        return nothingGoes ? mailbox : mailbox with
        {
            Settled = settled,
            Delivered = delivered,
            Erased = hasTombstone ? mailbox.Erased : null,
        };
    }

    /// <summary>
    /// Whether an update of long ago may still be delivered, which must not overwrite anything newer: one that is pending,
    /// or one that died and may be redriven for as long as its dead letter stays.
    /// </summary>
    private static bool MayHaveOlder(Mailbox mailbox) =>
        !mailbox.Pending.IsEmpty
        || mailbox.Counts.GetValueOrDefault(UpdateStatus.Rejected) > 0
        || mailbox.Counts.GetValueOrDefault(UpdateStatus.Expired) > 0;
}
