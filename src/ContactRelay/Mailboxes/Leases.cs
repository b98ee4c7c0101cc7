using System.Collections.Immutable;

namespace ContactRelay.Mailboxes;

/// <summary>What becomes of a lease whose holder never settled: its call had no answer that anyone saw.</summary>
public static class Leases
{
    /// <summary>How long the next call waits after one without an answer, which may still be on its way.</summary>
    public static readonly TimeSpan WaitAfterNoAnswer = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Ends the lease of a holder that is known to be dead, before it has run out. For storage that belongs to one
    /// process, at its start.
    /// </summary>
    public static Mailbox Recover(Mailbox mailbox, DateTimeOffset now) => mailbox.Lease is null
        ? mailbox
        : Lose(mailbox) with { NextAttemptAt = now + WaitAfterNoAnswer };

    /// <summary>Ends a lease that has run out, and expires those of its updates that are over their age.</summary>
    internal static (Mailbox Mailbox, ImmutableArray<DeadUpdate> Dead) Expire(Mailbox mailbox, TimeSpan maxAge, DateTimeOffset now)
    {
        if (mailbox.Lease is not { } lost)
        {
            return (mailbox, []);
        }

        var current = Lose(mailbox);
        var dead = Settling.Expired(current, lost.Members, maxAge, now);
        return (current.Settle([.. dead.Select(update => update.Settled)], now), dead);
    }

    private static Mailbox Lose(Mailbox mailbox)
    {
        var lost = mailbox.Lease!;
        if (lost.Members.IsDefaultOrEmpty)
        {
            return mailbox with { Lease = null };
        }

        var attempt = new Attempt(lost.TakenAt, "noAnswer", Reason: "The worker stopped before it saw an answer.", Unknown: true);
        return mailbox.Record(lost.Members, attempt) with { Attempts = mailbox.Attempts + 1 };
    }
}
