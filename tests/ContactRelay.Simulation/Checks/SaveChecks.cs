using ContactRelay.Mailboxes;
using ContactRelay.Simulation.Core;
using ContactRelay.Simulation.Workload;

namespace ContactRelay.Simulation.Checks;

/// <summary>What must hold from one stored mailbox to the next, and whenever a message goes.</summary>
internal sealed class SaveChecks(World world)
{
    private readonly Dictionary<(MailboxKey Key, string KeyHash), SentUpdate> _ofKey = [];
    private readonly Dictionary<string, ulong> _leases = [];
    private readonly SettleChecks _settling = new(world);

    public void Saved(MailboxKey key, Mailbox before, Mailbox after)
    {
        if (after.Erased is not null && after.Erased != before.Erased)
        {
            CheckErased(key, before, after);
            before = after;
        }

        foreach (var pending in after.Pending)
        {
            Enter(key, before, pending.Id, pending.KeyHash, pending.BodyHash, pending.Version, pending.FormerIds.IsDefault ? [] : pending.FormerIds);
        }

        foreach (var settled in after.Settled)
        {
            Enter(key, before, settled.Id, settled.KeyHash, settled.BodyHash, settled.Detail!.Version, settled.FormerIds.IsDefault ? [] : settled.FormerIds);
        }

        CheckNothingVanishes(before, after);
        CheckOrder(before, after);
        CheckLease(key, before, after);
        foreach (var settled in after.Settled)
        {
            if (before.FindSettled(settled.Id)?.Status != settled.Status)
            {
                _settling.Check(key, before, settled);
            }
        }

        world.Promptness.Changed(key);
    }

    /// <summary>Who took the lease with this token, by where it stood then.</summary>
    public ulong HolderOf(string token) => _leases[token];

    /// <summary>I2: as long as an answered update is pending there is a message for it.</summary>
    public void MessageGone(MailboxKey key)
    {
        if (world.Queue.CountOf(key) == 0 && world.Storage.Load(key) is { } row)
        {
            world.Require(
                !row.Mailbox.Pending.Any(update => world.Ledger.OfId(update.Id) is { IsBeingRedriven: false } sent && (sent.Answered is not null || sent.IsMessage)),
                "I2: an update that was answered 202 is pending, and no message is left to wake it.");
        }
    }

    /// <summary>Nothing of the contact is left but numbers, which still add up.</summary>
    private void CheckErased(MailboxKey key, Mailbox before, Mailbox after)
    {
        world.Require(world.Erasing.Contains(key), "A contact is erased that nobody wanted erased.");
        world.Require(
            after.Pending.IsEmpty && after.Settled.IsEmpty && after.Delivered.Count == 0 && after.Known.Count == 0 && after.AttemptLog.IsEmpty,
            "Something is left of a contact that was erased.");
        world.Require(
            before.NextAttemptAt is null || after.NextAttemptAt is not null,
            "I3: after an erase a call may come before one without an answer has had its time.");
        world.Require(after.Sequence == after.Counts.Values.Sum(), "The ledger does not add up.");
        world.Ledger.Erase(key);
        foreach (var used in _ofKey.Keys.Where(used => used.Key == key).ToList())
        {
            _ofKey.Remove(used);
        }
    }

    private void Enter(MailboxKey key, Mailbox before, string id, string? keyHash, string bodyHash, UpdateVersion version, IReadOnlyList<string> formerIds)
    {
        if (formerIds is [.., var former] && world.Ledger.OfId(id) is null && world.Ledger.OfId(former) is { } redriven)
        {
            Rename(redriven, former, id, version);
        }

        if (world.Ledger.OfId(id) is { } known && (known.Id == id || !known.MayReturn))
        {
            world.Require(known.Key == key, "An update is in another contact's mailbox.");
            world.Require(known.Id == id, "An update is back that was erased.");
            world.Require(known.Version == version, "An update's version has changed.");
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

        world.Ledger.Stored(sent, id, version);
    }

    /// <summary>A redrive long after its death gives an update a new id, and nothing else.</summary>
    private void Rename(SentUpdate update, string former, string id, UpdateVersion version)
    {
        var diedAt = Delivery.DeadLetter.Read(world.Storage.DeadLetters[(update.Key.Tenant, former)]).At;
        world.Require(update.Id == former && update.IsDecidedOver, "An update has another id that nobody redrove.");
        world.Require(update.Version == version, "An update's version has changed.");
        world.Require(IsLongAgo(diedAt), "An update that died lately has another id.");
        update.Forgotten = null;
        world.Ledger.Stored(update, id, version);
    }

    /// <summary>Whether some clock may say that the time is so long ago that mailboxes forget what is from then.</summary>
    private bool IsLongAgo(DateTimeOffset time) => SimulatedTime.At(world.Scheduler.Now + (2 * world.MaxOffset)) - time > Mailbox.SettledKept;

    private bool IsDated(string id) => world.Ledger.OfId(id)!.Options is { OccurredAt: not null } or { DeliverAt: not null };

    private void CheckNothingVanishes(Mailbox before, Mailbox after)
    {
        foreach (var pending in before.Pending)
        {
            world.Require(after.FindPending(pending.Id) is not null || after.FindSettled(pending.Id) is not null, "I1: an update has vanished.");
        }

        foreach (var settled in before.Settled)
        {
            if (after.FindSettled(settled.Id) is null && after.FindPending(settled.Id) is null && IsLongAgo(settled.SettledAt))
            {
                world.Ledger.OfId(settled.Id)!.Forgotten = settled;
                continue;
            }

            world.Require(
                after.FindSettled(settled.Id)?.Status == settled.Status
                || (settled.Status is UpdateStatus.Rejected or UpdateStatus.Expired && world.Ledger.OfId(settled.Id)!.IsDecidedOver),
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
            world.Require(
                after.Delivered.TryGetValue(path, out var now) ? now >= version : IsLongAgo(DateTimeOffset.FromUnixTimeMilliseconds(version.UnixMs)),
                "I4: a delivered version goes back.");
        }
    }

    /// <summary>I3: a lease is taken only where there is none, or where it has run out by the clock of whoever takes it.</summary>
    private void CheckLease(MailboxKey key, Mailbox before, Mailbox after)
    {
        if (after.Lease is not { } lease || lease.Token == before.Lease?.Token)
        {
            return;
        }

        var skew = TimeSpan.FromMilliseconds((2 * world.MaxOffset) + 1);
        world.Require(
            before.Lease is not { } held || held.Until <= SimulatedTime.At(world.Scheduler.Now) + skew, "I3: a lease is taken that somebody else has.");
        world.Require(_leases.TryAdd(lease.Token, world.Current?.History ?? 0), "I3: a lease's token is used twice.");
        world.Require(
            lease.Members.All(id => after.FindPending(id) is not null), "A lease is for an update that is not pending.");
        world.Promptness.Check(key, before);
    }
}
