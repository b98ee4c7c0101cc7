namespace ContactRelay.Mailboxes;

/// <summary>Takes back an update that has not been started.</summary>
public static class Cancelling
{
    /// <summary>
    /// Cancels the update. One that is or was part of a call cannot be taken back: the provider may have applied it.
    /// Cancelling what is cancelled already changes nothing.
    /// </summary>
    public static CancelResult Cancel(Mailbox mailbox, string updateId, DateTimeOffset now)
    {
        if (mailbox.FindSettled(updateId) is { } settled)
        {
            return new(settled.Status == UpdateStatus.Cancelled ? CancelOutcome.Cancelled : CancelOutcome.TooLate, mailbox);
        }

        if (mailbox.FindPending(updateId) is not { } pending)
        {
            return new(CancelOutcome.NotFound, mailbox);
        }

        if (pending.AttemptCount > 0 || mailbox.Lease?.Members.Contains(pending.Id) == true)
        {
            return new(CancelOutcome.TooLate, mailbox);
        }

        var cancelled = Settling.AsSettled(mailbox, pending, UpdateStatus.Cancelled, now, "It was cancelled before it was started.");
        return new(CancelOutcome.Cancelled, mailbox.Settle([cancelled], now));
    }
}
