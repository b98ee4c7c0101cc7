using System.Collections.Immutable;
using System.Runtime.InteropServices;
using ContactRelay.Contacts;
using ContactRelay.Providers;

namespace ContactRelay.Mailboxes;

/// <summary>Applies what came of a call to the mailbox it was made for.</summary>
public static class Settling
{
    // An answer may say anything, and the mailbox must still fit where it is stored.
    private const int MaxKnownLength = 16 * 1024;
    private const int MaxRecordIdLength = 256;

    /// <summary>
    /// Settles a batch and gives its lease back. Null where the mailbox no longer carries the lease: then somebody else
    /// has taken over, the answer counts as lost, and nothing may change.
    /// </summary>
    /// <param name="mailbox">The mailbox as loaded.</param>
    /// <param name="batch">What the call was made for.</param>
    /// <param name="report">What came of it.</param>
    /// <param name="retryAt">When to try again, if that is what came of it.</param>
    /// <param name="maxAge">The tenant's maximum age of an update.</param>
    /// <param name="now">The present.</param>
    public static SettleResult? Settle(
        Mailbox mailbox, Batch batch, SettleReport report, DateTimeOffset retryAt, TimeSpan maxAge, DateTimeOffset now)
    {
        if (mailbox.Lease?.Token != batch.Lease.Token)
        {
            return null;
        }

        if (mailbox.Lease.Members.IsDefaultOrEmpty)
        {
            // The contact was erased in the middle of the call: nothing of it is to be learnt or kept any more.
            return new(mailbox with { Lease = null, NextAttemptAt = report.Outcome.Unknown ? retryAt : mailbox.NextAttemptAt }, [], []);
        }

        var current = mailbox.Record(batch.Lease.Members, report.Attempt);
        return report.Outcome switch
        {
            { Kind: OutcomeKind.Delivered } => Deliver(current, batch, report, now),
            { Kind: OutcomeKind.Ignored } => SettleAll(current, UpdateStatus.Ignored, report, now),
            { Kind: OutcomeKind.Rejected, Scope: RefusalScope.Contact } => SettleAll(current, UpdateStatus.Rejected, report, now),
            { Kind: OutcomeKind.Rejected } when batch.Members.Length == 1 => Reject(current, batch.Lease.Members[0], report, now),
            { Kind: OutcomeKind.Rejected } => TakeApart(current, batch),
            _ => Retry(current, batch, report, retryAt, maxAge, now),
        };
    }

    /// <summary>A pending update as a settled one.</summary>
    internal static SettledUpdate AsSettled(
        Mailbox mailbox,
        PendingUpdate update,
        UpdateStatus status,
        DateTimeOffset now,
        string? reason,
        SettleReport? report = null,
        ImmutableArray<string> overtaken = default) =>
        new(update.Id, status, update.AcceptedAt, now, update.KeyHash, update.BodyHash, new SettledDetail
        {
            Version = update.Version,
            DeliverAt = update.DeliverAt,
            Fields = ImmutableCollectionsMarshal.AsImmutableArray(update.Changes.PathArray()),
            Overtaken = overtaken.IsDefault ? [] : overtaken,
            NotFound = update.NotFound,
            RecordId = report?.Outcome.RecordId is { Length: <= MaxRecordIdLength } id ? id : null,
            HttpStatus = report?.Attempt.HttpStatus,
            Reason = reason,
            OutcomeUnknown = update.OutcomeUnknown && status != UpdateStatus.Delivered,
            Attempts = mailbox.AttemptsOf(update),
            AttemptCount = update.AttemptCount,
        })
        {
            FormerIds = update.FormerIds,
        };

    /// <summary>Those of the updates that are over their age, as expired.</summary>
    internal static ImmutableArray<DeadUpdate> Expired(
        Mailbox mailbox, ImmutableArray<string> ids, TimeSpan maxAge, DateTimeOffset now, SettleReport? report = null, string? because = null) =>
        [.. mailbox.Pending
            .Where(update => ids.Contains(update.Id) && update.IsOver(maxAge, now))
            .Select(update => new DeadUpdate(update, AsSettled(mailbox, update, UpdateStatus.Expired, now, ExpiredReason(mailbox, update, because), report)))];

    private static string ExpiredReason(Mailbox mailbox, PendingUpdate update, string? because)
    {
        var last = mailbox.AttemptsOf(update).LastOrDefault()?.Reason;
        return "The tenant's maximum age was reached"
            + (because is not null ? $" while it was held: {because}" : last is null ? "." : $"; the last attempt: {last}");
    }

    private static SettleResult Deliver(Mailbox mailbox, Batch batch, SettleReport report, DateTimeOffset now)
    {
        var members = ImmutableArray.CreateBuilder<SettledUpdate>(batch.Lease.Members.Length);
        foreach (var update in mailbox.Pending)
        {
            if (batch.Lease.Members.Contains(update.Id))
            {
                members.Add(DeliveredOrSuperseded(mailbox, update, batch, report, now));
            }
        }

        var settled = members.DrainToImmutable();
        var versions = new Dictionary<string, UpdateVersion>(mailbox.Delivered, StringComparer.Ordinal);
        foreach (var (path, ids) in batch.Sources)
        {
            var version = batch.Members.Last(member => ids.Contains(member.Id)).Version;
            versions[path] = versions.TryGetValue(path, out var earlier) && version < earlier ? earlier : version;
        }

        var next = mailbox.Settle(settled, now) with
        {
            Delivered = versions,
            Known = IsTooMuch(report.Known) ? mailbox.Known : report.Known,
            Attempts = 0,
            NextAttemptAt = null,
        };
        return new(next, settled, []);
    }

    private static bool IsTooMuch(ContactFields known)
    {
        var length = 0;
        foreach (var (path, value) in known)
        {
            length += path.Length + value.Json.Length;
        }

        return length > MaxKnownLength;
    }

    private static SettledUpdate DeliveredOrSuperseded(
        Mailbox mailbox, PendingUpdate update, Batch batch, SettleReport report, DateTimeOffset now)
    {
        var without = ImmutableArray.CreateBuilder<string>();
        foreach (var (path, _) in update.Changes)
        {
            if (!batch.Carries(path, update.Id))
            {
                without.Add(path);
            }
        }

        var overtaken = without.DrainToImmutable();
        return overtaken.Length == update.Changes.Count
            ? AsSettled(mailbox, update, UpdateStatus.Superseded, now, "Newer values went in the same call.", report, overtaken)
            : AsSettled(mailbox, update, UpdateStatus.Delivered, now, Remark(report.Outcome.Reason, overtaken.IsEmpty), report, overtaken);
    }

    /// <summary>What is odd about a delivery: about its answer, and that a part of it was not needed any more.</summary>
    private static string? Remark(string? answer, bool isWhole)
    {
        const string part = "Some of its fields had newer values.";
        return isWhole ? answer : answer is null ? part : $"{answer} {part}";
    }

    private static SettleResult SettleAll(Mailbox mailbox, UpdateStatus status, SettleReport report, DateTimeOffset now)
    {
        var dead = mailbox.Pending
            .Select(update => new DeadUpdate(update, AsSettled(mailbox, update, status, now, report.Outcome.Reason, report)))
            .ToImmutableArray();
        return Settled(mailbox, dead, keep: status == UpdateStatus.Rejected, now);
    }

    private static SettleResult Reject(Mailbox mailbox, string id, SettleReport report, DateTimeOffset now)
    {
        var dead = mailbox.Pending
            .Where(update => update.Id == id)
            .Select(update => new DeadUpdate(update, AsSettled(mailbox, update, UpdateStatus.Rejected, now, report.Outcome.Reason, report)))
            .ToImmutableArray();
        return Settled(mailbox, dead, keep: true, now);
    }

    private static SettleResult Settled(Mailbox mailbox, ImmutableArray<DeadUpdate> dead, bool keep, DateTimeOffset now)
    {
        ImmutableArray<SettledUpdate> settled = [.. dead.Select(update => update.Settled)];
        var next = mailbox.Settle(settled, now) with { Attempts = 0, NextAttemptAt = null };
        return new(next, settled, keep ? dead : []);
    }

    /// <summary>One of them, or some together, are to blame: from now on each goes alone, so that a bad one spoils no other.</summary>
    private static SettleResult TakeApart(Mailbox mailbox, Batch batch)
    {
        var next = mailbox.Change(batch.Lease.Members, update => update with { Alone = true });
        return new(next with { Attempts = 0, NextAttemptAt = null }, [], []);
    }

    private static SettleResult Retry(
        Mailbox mailbox, Batch batch, SettleReport report, DateTimeOffset retryAt, TimeSpan maxAge, DateTimeOffset now)
    {
        var dead = Expired(mailbox, batch.Lease.Members, maxAge, now, report);
        ImmutableArray<SettledUpdate> settled = [.. dead.Select(update => update.Settled)];
        var next = mailbox.Settle(settled, now) with
        {
            Attempts = mailbox.Attempts + (report.Outcome.SpendsAttempt ? 1 : 0),
            NextAttemptAt = retryAt,
        };
        return new(next, settled, dead);
    }
}
