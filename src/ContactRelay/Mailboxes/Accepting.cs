using ContactRelay.Contacts;

namespace ContactRelay.Mailboxes;

/// <summary>Puts a new update into a mailbox. It never touches the lease, the attempts, the marks or the next attempt's time.</summary>
public static class Accepting
{
    /// <summary>The most updates that may be pending.</summary>
    public const int MaxPending = 1000;

    /// <summary>The largest a document may be and still take more, in bytes.</summary>
    public const int MaxDocumentBytes = 640 * 1024;

    /// <summary>The most fields that one contact may have, over all of its updates.</summary>
    public const int MaxFields = 300;

    /// <summary>
    /// Accepts the update, or says why not. Accepting the same update again, by its id or by its idempotency key,
    /// changes nothing and gives the first answer.
    /// </summary>
    public static AcceptResult Accept(Mailbox mailbox, NewUpdate update, BatchRules rules, DateTimeOffset now) =>
        FindEarlier(mailbox, update) ?? AcceptNew(mailbox, update, rules, now);

    /// <summary>Accepts an update that <see cref="FindEarlier"/> does not find, or says why not.</summary>
    internal static AcceptResult AcceptNew(Mailbox mailbox, NewUpdate update, BatchRules rules, DateTimeOffset now)
    {
        var version = new UpdateVersion(VersionTime(mailbox, update, now), mailbox.Sequence + 1);
        if (mailbox.Erased is { } erased && version.UnixMs <= erased.At.ToUnixTimeMilliseconds())
        {
            return new(AcceptOutcome.Erased, mailbox, update.Id);
        }

        var pending = new PendingUpdate
        {
            Id = update.Id,
            Version = version,
            Changes = update.Changes,
            AcceptedAt = now,
            DeliverAt = update.DeliverAt > now ? update.DeliverAt : null,
            KeyHash = update.KeyHash,
            BodyHash = update.BodyHash,
            IsBulk = update.IsBulk,
            NotFound = update.NotFound,
        };
        var next = mailbox with { Sequence = version.Sequence };
        if (mailbox.IsOvertaken(update.Changes, version, rules))
        {
            var settled = Settling.AsSettled(mailbox, pending, UpdateStatus.Superseded, now, "Newer values had been delivered already.");
            return new(AcceptOutcome.Accepted, next.Settle([settled with { AtOnce = true }], now), update.Id, UpdateStatus.Superseded);
        }

        var bytes = MailboxDocument.BytesOf(pending);
        if (Refusal(mailbox, pending, bytes) is { } refusal)
        {
            return new(refusal, mailbox, update.Id);
        }

        return new(AcceptOutcome.Accepted, Insert(next, pending, bytes), update.Id, WakeAt: pending.DeliverAt ?? now);
    }

    /// <summary>The mailbox with the update, which adds so many bytes, among what is pending, where its version belongs.</summary>
    internal static Mailbox Insert(Mailbox mailbox, PendingUpdate pending, int bytes) => mailbox with
    {
        Pending = mailbox.Pending.Insert(Position(mailbox, pending.Version), pending),
        StoredBytes = mailbox.StoredBytes + bytes,
    };

    /// <summary>The answer to an update that was accepted before, by its id or its idempotency key; null for a new one.</summary>
    public static AcceptResult? FindEarlier(Mailbox mailbox, NewUpdate update)
    {
        foreach (var pending in mailbox.Pending)
        {
            if (Matches(pending.Id, pending.KeyHash, update))
            {
                return Earlier(mailbox, update, pending.Id, pending.BodyHash, UpdateStatus.Accepted, pending.DeliverAt ?? pending.AcceptedAt);
            }
        }

        foreach (var settled in mailbox.Settled)
        {
            if (Matches(settled.Id, settled.KeyHash, update))
            {
                return Earlier(mailbox, update, settled.Id, settled.BodyHash, settled.FirstStatus, wakeAt: null);
            }
        }

        return null;
    }

    private static bool Matches(string id, string? keyHash, NewUpdate update) =>
        id == update.Id || (update.KeyHash is not null && keyHash == update.KeyHash);

    private static AcceptResult Earlier(
        Mailbox mailbox, NewUpdate update, string id, string bodyHash, UpdateStatus first, DateTimeOffset? wakeAt)
    {
        var outcome = id == update.Id ? AcceptOutcome.Accepted
            : bodyHash == update.BodyHash ? AcceptOutcome.Replayed
            : AcceptOutcome.KeyReused;
        return new(outcome, mailbox, id, first, wakeAt);
    }

    /// <summary>Why there is no room for the update, which adds so many bytes; null where there is.</summary>
    internal static AcceptOutcome? Refusal(Mailbox mailbox, PendingUpdate update, int bytes)
    {
        if (mailbox.StoredBytes + bytes > MaxDocumentBytes)
        {
            // Nor once all that is pending has gone?
            return MailboxDocument.Write(mailbox with { Pending = [] }).Length + bytes > MaxDocumentBytes ? AcceptOutcome.TooLarge : AcceptOutcome.Full;
        }

        return mailbox.Pending.Length >= MaxPending ? AcceptOutcome.Full
            : MayHaveTooMany(mailbox, update.Changes) && CountFields(mailbox, update.Changes) > MaxFields ? AcceptOutcome.TooManyFields
            : null;
    }

    /// <summary>Whether there may be too many fields: not where all of them, counted for each update anew, are few enough, nor where none is new.</summary>
    private static bool MayHaveTooMany(Mailbox mailbox, ContactFields changes)
    {
        var count = mailbox.Delivered.Count + changes.Count;
        for (var i = 0; i < mailbox.Pending.Length && count <= MaxFields; i++)
        {
            count += mailbox.Pending[i].Changes.Count;
        }

        return count > MaxFields
            && !changes.Paths.All(path => mailbox.Delivered.ContainsKey(path) || (mailbox.Pending is [.., var last] && last.Changes[path] is not null));
    }

    private static int CountFields(Mailbox mailbox, ContactFields changes)
    {
        var fields = mailbox.Delivered.Keys
            .Concat(mailbox.Pending.SelectMany(pending => pending.Changes.Paths))
            .Concat(changes.Paths)
            .ToHashSet(StringComparer.Ordinal);
        return fields.Count;
    }

    /// <summary>
    /// The sender's own time where it gave one. Else the present, but after everything that is due or delivered, so
    /// that two instances whose clocks differ cannot put a later update first.
    /// </summary>
    private static long VersionTime(Mailbox mailbox, NewUpdate update, DateTimeOffset now)
    {
        if ((update.OccurredAt ?? update.DeliverAt) is { } given)
        {
            return given.ToUnixTimeMilliseconds();
        }

        // Of what is due the last has the highest version.
        var highest = mailbox.Pending.LastOrDefault(pending => pending.IsDue(now))?.Version.UnixMs ?? long.MinValue;
        foreach (var (_, delivered) in mailbox.Delivered)
        {
            highest = Math.Max(highest, delivered.UnixMs);
        }

        highest = Math.Max(highest, mailbox.Erased?.At.ToUnixTimeMilliseconds() ?? long.MinValue);
        return Math.Max(now.ToUnixTimeMilliseconds(), highest + 1);
    }

    private static int Position(Mailbox mailbox, UpdateVersion version)
    {
        var at = mailbox.Pending.Length;
        while (at > 0 && version < mailbox.Pending[at - 1].Version)
        {
            at--;
        }

        return at;
    }
}
