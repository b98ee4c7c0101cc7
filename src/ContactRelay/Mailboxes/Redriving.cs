namespace ContactRelay.Mailboxes;

/// <summary>Decides over updates that were rejected or expired: sends them on their way again, or gives them up.</summary>
public static class Redriving
{
    /// <summary>How many of its former ids an update keeps.</summary>
    private const int MaxFormerIds = 8;

    /// <summary>
    /// Puts a dead update back among what is pending. It keeps its version, so it still cannot overwrite anything newer,
    /// and is not delivered before its time; its age starts again. Doing so twice changes nothing the second time.
    /// </summary>
    /// <remarks>
    /// It keeps its id, too, unless it died so long ago that the mailbox forgets what became of it: then it is known by
    /// both, its new id and the one that its sender has.
    /// </remarks>
    /// <param name="mailbox">The mailbox as loaded.</param>
    /// <param name="update">The update as it was when it died.</param>
    /// <param name="died">The status that it died with.</param>
    /// <param name="rules">How updates become calls.</param>
    /// <param name="now">The present.</param>
    /// <param name="newId">An id for an update that died longer ago than <see cref="Mailbox.SettledKept"/>; null to keep its own.</param>
    public static RedriveResult Redrive(
        Mailbox mailbox, PendingUpdate update, UpdateStatus died, BatchRules rules, DateTimeOffset now, string? newId = null)
    {
        if (mailbox.FindPending(update.Id) is { } found)
        {
            return new(IsOf(update, found) ? RedriveOutcome.NotDeadYet : RedriveOutcome.Pending, mailbox);
        }

        if (!IsDead(mailbox, update, died))
        {
            return new(RedriveOutcome.NotDead, mailbox);
        }

        var current = Forget(mailbox, update.Id, died);
        var pending = update with
        {
            DeliverAt = update.DeliverAt > now ? update.DeliverAt : null,
            RedrivenAt = now,
            IsBulk = true,

            // What was refused once must not be refused together with others.
            Alone = died == UpdateStatus.Rejected,
        };
        if (newId is not null)
        {
            // Its key is forgotten as well, and may have been used for another update since.
            pending = pending with
            {
                Id = newId,
                FormerIds = (update.FormerIds.IsDefault ? [] : update.FormerIds).AddWithin(MaxFormerIds, update.Id),
                KeyHash = null,
            };
        }

        if (current.IsOvertaken(update.Changes, update.Version, rules))
        {
            var settled = Settling.AsSettled(current, pending, UpdateStatus.Superseded, now, "Newer values had been delivered when it was redriven.");
            return new(RedriveOutcome.Superseded, current.Settle([settled], now));
        }

        var bytes = MailboxDocument.BytesOf(pending);
        return Accepting.Refusal(current, pending, bytes) switch
        {
            null => new(RedriveOutcome.Pending, Accepting.Insert(current, pending, bytes)),
            AcceptOutcome.Full => new(RedriveOutcome.Full, mailbox),
            _ => new(RedriveOutcome.Refused, mailbox),
        };
    }

    /// <summary>Gives a dead update up for good. Doing so twice changes nothing the second time.</summary>
    public static RedriveResult Discard(Mailbox mailbox, PendingUpdate update, UpdateStatus died, string reason, DateTimeOffset now)
    {
        if (mailbox.FindPending(update.Id) is { } found && IsOf(update, found))
        {
            return new(RedriveOutcome.NotDeadYet, mailbox);
        }

        if (!IsDead(mailbox, update, died))
        {
            return new(RedriveOutcome.NotDead, mailbox);
        }

        var settled = Settling.AsSettled(mailbox, update, UpdateStatus.Discarded, now, reason);
        return new(RedriveOutcome.Discarded, Forget(mailbox, update.Id, died).Settle([settled], now));
    }

    /// <summary>
    /// Whether the mailbox has it as dead, or has forgotten it since, as it does after some time. A contact that was
    /// erased has no dead updates of before; what it has settled came after that, whatever the clock of whoever accepted
    /// it said.
    /// </summary>
    private static bool IsDead(Mailbox mailbox, PendingUpdate update, UpdateStatus died) =>
        mailbox.FindPending(update.Id) is null
        && (mailbox.FindSettled(update.Id) is { } settled
            ? settled.Id == update.Id && settled.Status == died
            : !(mailbox.Erased is { } erased && update.AcceptedAt <= erased.At))
        && mailbox.Counts.GetValueOrDefault(died) > 0;

    /// <summary>
    /// Whether the dead update was kept of what is pending, for a settle that has not been saved yet; else that has been
    /// redriven since.
    /// </summary>
    private static bool IsOf(PendingUpdate dead, PendingUpdate pending) => dead.RedrivenAt == pending.RedrivenAt;

    private static Mailbox Forget(Mailbox mailbox, string id, UpdateStatus died) => mailbox with
    {
        Settled = mailbox.Settled.RemoveAll(settled => settled.Id == id),
        Counts = mailbox.Counts.SetItem(died, mailbox.Counts.GetValueOrDefault(died) - 1),
    };
}
