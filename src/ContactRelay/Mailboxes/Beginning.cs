using System.Collections.Immutable;

namespace ContactRelay.Mailboxes;

/// <summary>Takes a mailbox's lease and chooses what to send.</summary>
public static class Beginning
{
    /// <summary>
    /// Finds what is to be done. What is started is to be saved before the call is made, since it is the saving that
    /// keeps others from calling too.
    /// </summary>
    /// <param name="mailbox">The mailbox as loaded.</param>
    /// <param name="token">A new token for the lease.</param>
    /// <param name="leaseFor">How long the lease lasts.</param>
    /// <param name="maxAge">The tenant's maximum age of an update.</param>
    /// <param name="rules">How updates become calls.</param>
    /// <param name="now">The present.</param>
    public static BeginResult Begin(
        Mailbox mailbox, string token, TimeSpan leaseFor, TimeSpan maxAge, BatchRules rules, DateTimeOffset now)
    {
        if (mailbox.Pending.IsEmpty)
        {
            return new(BeginOutcome.Nothing, mailbox);
        }

        if (mailbox.Lease is { } held && held.Until > now)
        {
            return new(BeginOutcome.Leased, mailbox, LookAgainAt: held.Until);
        }

        var (current, dead) = Leases.Expire(mailbox, maxAge, now);
        current = SettleOvertaken(current, rules, now);
        var due = current.DueAt();
        if (due is null || due > now)
        {
            return ReferenceEquals(current, mailbox)
                ? new(BeginOutcome.NotDue, mailbox, LookAgainAt: due)
                : new(BeginOutcome.Tidied, current, Dead: dead);
        }

        var members = Choose(current, rules, now);
        var lease = new Lease(token, now + leaseFor, now, ImmutableArray.CreateRange(members, member => member.Id));
        var batch = Batch.Merge(current, members, lease, rules);
        return new(BeginOutcome.Started, current with { Lease = lease }, Batch: batch, Dead: dead);
    }

    /// <summary>
    /// Expires what is due and over its age without another attempt: for a tenant that is held, so that none can be made
    /// in time. Nothing changes where nothing is over its age.
    /// </summary>
    /// <param name="mailbox">The mailbox as loaded.</param>
    /// <param name="maxAge">The tenant's maximum age of an update.</param>
    /// <param name="because">Why the tenant is held.</param>
    /// <param name="now">The present.</param>
    public static BeginResult GiveUp(Mailbox mailbox, TimeSpan maxAge, string because, DateTimeOffset now)
    {
        var (current, lost) = Leases.Expire(mailbox, maxAge, now);
        ImmutableArray<string> due = [.. current.Pending.Where(update => update.IsDue(now)).Select(update => update.Id)];
        var late = Settling.Expired(current, due, maxAge, now, because: because);
        ImmutableArray<DeadUpdate> dead = [.. lost, .. late];
        return dead.IsEmpty
            ? new(BeginOutcome.NotDue, mailbox)
            : new(BeginOutcome.Tidied, current.Settle([.. late.Select(update => update.Settled)], now), Dead: dead);
    }

    /// <summary>
    /// The update that has to go alone with the lowest version, by itself, if there is one due; else all that is due.
    /// </summary>
    private static ImmutableArray<PendingUpdate> Choose(Mailbox mailbox, BatchRules rules, DateTimeOffset now)
    {
        var due = mailbox.Pending.RemoveAll(update => !update.IsDue(now));
        return due.FirstOrDefault(update => update.Alone) is { } alone ? [alone]
            : rules.Each ? [due[0]]
            : due;
    }

    private static Mailbox SettleOvertaken(Mailbox mailbox, BatchRules rules, DateTimeOffset now)
    {
        var overtaken = mailbox.Pending.RemoveAll(update => !mailbox.IsOvertaken(update.Changes, update.Version, rules));
        return mailbox.Settle(
            ImmutableArray.CreateRange(
                overtaken, update => Settling.AsSettled(mailbox, update, UpdateStatus.Superseded, now, "Newer values were delivered before it.")),
            now);
    }
}
