using System.Collections.Immutable;
using ContactRelay.Mailboxes;
using ContactRelay.Simulation.Core;
using ContactRelay.Simulation.Workload;

namespace ContactRelay.Simulation.Checks;

/// <summary>What must hold from one stored mailbox to the next, and whenever a message goes.</summary>
internal sealed class SaveChecks(World world)
{
    /// <summary>How long after the last fault its effects may be felt, such as a tenant that is away.</summary>
    private static readonly TimeSpan Recovery = TimeSpan.FromMinutes(35);

    /// <summary>
    /// The longest that the code waits for anything but the provider, and as much again: a message that was sent in bad
    /// times may be late, and then come to the poison queue.
    /// </summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(25);

    private readonly Dictionary<(MailboxKey Key, string KeyHash), SentUpdate> _ofKey = [];
    private readonly Dictionary<MailboxKey, DateTimeOffset> _changedAt = [];
    private readonly Dictionary<string, ulong> _leases = [];

    public void Saved(MailboxKey key, Mailbox before, Mailbox after)
    {
        foreach (var pending in after.Pending)
        {
            Enter(key, before, pending.Id, pending.KeyHash, pending.BodyHash, pending.Version);
        }

        for (var i = before.Settled.Length; i < after.Settled.Length; i++)
        {
            var settled = after.Settled[i];
            Enter(key, before, settled.Id, settled.KeyHash, settled.BodyHash, settled.Detail!.Version);
        }

        CheckNothingVanishes(before, after);
        CheckOrder(before, after);
        CheckLease(key, before, after);
        _changedAt[key] = SimulatedTime.At(world.Scheduler.Now);
        for (var i = before.Settled.Length; i < after.Settled.Length; i++)
        {
            CheckSettled(key, before, after.Settled[i]);
        }
    }

    /// <summary>Who took the lease with this token, by where it stood then.</summary>
    public ulong HolderOf(string token) => _leases[token];

    /// <summary>I2: as long as an answered update is pending there is a message for it.</summary>
    public void MessageGone(MailboxKey key)
    {
        if (world.Queue.CountOf(key) == 0 && world.Storage.Load(key) is { } row)
        {
            world.Require(
                !row.Mailbox.Pending.Any(update => world.Ledger.OfId(update.Id) is { } sent && (sent.Answered is not null || sent.IsMessage)),
                "I2: an update that was answered 202 is pending, and no message is left to wake it.");
        }
    }

    private void Enter(MailboxKey key, Mailbox before, string id, string? keyHash, string bodyHash, UpdateVersion version)
    {
        if (world.Ledger.OfId(id) is { } known)
        {
            world.Require(known.Key == key, "An update is in another contact's mailbox.");
            return;
        }

        var sent = world.Ledger.OfBody(key, bodyHash);
        world.Require(sent is not null, "A mailbox holds an update that nobody sent for it.");
        if (sent is { Id: not null, WasPoisoned: true, Options.IdempotencyKey: null })
        {
            sent = sent with { };
            sent.Id = null;
        }

        world.Require(sent!.Id is null, "I6: the same update is accepted twice.");
        world.Require(
            keyHash is null || _ofKey.TryAdd((key, keyHash), sent), "I6: two updates are accepted under one idempotency key.");
        world.Require(
            sent.Options.OccurredAt is not { } occurred || version.UnixMs == occurred.ToUnixTimeMilliseconds(),
            "An update's version is not the time that its sender gave.");
        if (sent.Options.OccurredAt is null && sent.Options.DeliverAt is null && !sent.IsMessage)
        {
            world.Require(
                before.Delivered.Values.All(other => other < version)
                && before.Pending.All(other => other.Version < version || IsDated(other.Id)),
                "An update that came later counts as older.");
        }

        world.Ledger.Stored(sent, id);
    }

    private bool IsDated(string id) => world.Ledger.OfId(id)!.Options is { OccurredAt: not null } or { DeliverAt: not null };

    private void CheckNothingVanishes(Mailbox before, Mailbox after)
    {
        foreach (var pending in before.Pending)
        {
            world.Require(after.FindPending(pending.Id) is not null || after.FindSettled(pending.Id) is not null, "I1: an update has vanished.");
        }

        for (var i = 0; i < before.Settled.Length; i++)
        {
            world.Require(
                i < after.Settled.Length && after.Settled[i].Id == before.Settled[i].Id && after.Settled[i].Status == before.Settled[i].Status,
                "A settled update has changed.");
        }

        world.Require(after.Sequence == after.Pending.Length + after.Counts.Values.Sum(), "The ledger does not add up.");
        world.Require(
            after.Pending.Length + after.Settled.Length == after.Pending.Select(update => update.Id).Concat(after.Settled.Select(update => update.Id)).Distinct().Count(),
            "I1: an update is in the mailbox twice.");
    }

    private void CheckOrder(Mailbox before, Mailbox after)
    {
        for (var i = 1; i < after.Pending.Length; i++)
        {
            world.Require(after.Pending[i - 1].Version < after.Pending[i].Version, "The pending updates are not in the order of their versions.");
        }

        foreach (var (path, version) in before.Delivered)
        {
            world.Require(after.Delivered.TryGetValue(path, out var now) && now >= version, "I4: a delivered version goes back.");
        }
    }

    /// <summary>I3: a lease is taken only where there is none, or where it has run out by the clock of whoever takes it.</summary>
    private void CheckLease(MailboxKey key, Mailbox before, Mailbox after)
    {
        if (after.Lease is not { } lease || lease.Token == before.Lease?.Token)
        {
            return;
        }

        var now = SimulatedTime.At(world.Scheduler.Now);
        var skew = TimeSpan.FromMilliseconds(2 * world.MaxOffset + 1);
        world.Require(before.Lease is not { } held || held.Until <= now + skew, "I3: a lease is taken that somebody else has.");
        world.Require(_leases.TryAdd(lease.Token, world.Current?.History ?? 0), "I3: a lease's token is used twice.");
        world.Require(
            lease.Members.All(id => after.FindPending(id) is not null), "A lease is for an update that is not pending.");
        CheckPromptness(key, before, now);
    }

    /// <summary>Once everything has been in order for a while, nothing that is due waits for long.</summary>
    private void CheckPromptness(MailboxKey key, Mailbox before, DateTimeOffset now)
    {
        if (world.HealthySince is not { } since)
        {
            return;
        }

        var answered = before.Pending.Where(update => world.Ledger.OfId(update.Id)!.Answered is not null).ToImmutableArray();
        var due = (before with { Pending = answered }).DueAt();
        var latest = SimulatedTime.At(since) + Recovery;
        foreach (var time in (DateTimeOffset?[])[due, before.Lease?.Until, _changedAt[key]])
        {
            latest = time > latest ? time.Value : latest;
        }

        world.Require(due is null || now - latest <= LongestWait, "An update waits long after it was due.");
    }

    private void CheckSettled(MailboxKey key, Mailbox before, SettledUpdate settled)
    {
        var sent = world.Ledger.OfId(settled.Id)!;
        var now = SimulatedTime.At(world.Scheduler.Now + world.MaxOffset);
        var pending = before.FindPending(settled.Id);
        world.Trace.Add("mailbox", "settles u" + World.Text(sent.Number), key.ContactId, settled.Status.ToString());
        switch (settled.Status)
        {
            case UpdateStatus.Rejected:
                world.Require(
                    sent.IsBad || EndChecks.LacksEmail(sent) || world.Provider.Refused.Contains(key), "I5: an update is rejected that the provider never refused.");
                world.Require(IsKept(settled), "The values of a rejected update are not kept.");
                break;
            case UpdateStatus.Expired:
                world.Require(
                    pending is not null && now - (pending.DeliverAt ?? pending.AcceptedAt) > world.MaxAge, "An update expires before its time.");
                world.Require(IsKept(settled), "The values of an expired update are not kept.");
                break;
            case UpdateStatus.Cancelled:
                world.Require(sent.IsCancelling && pending is { AttemptCount: 0 }, "An update is cancelled that nobody cancelled, or that was started.");
                break;
            case UpdateStatus.Ignored:
                world.Require(world.Provider.Archived.Contains(key), "An update is ignored of a contact that is not archived.");
                break;
        }
    }

    private bool IsKept(SettledUpdate settled)
    {
        var sent = world.Ledger.OfId(settled.Id)!;
        return world.Storage.DeadLetters.TryGetValue((sent.Key.Tenant, settled.Id), out var bytes)
            && Delivery.DeadLetter.Read(bytes).Update is { } kept && kept.Changes.SequenceEqual(sent.Changes);
    }
}
