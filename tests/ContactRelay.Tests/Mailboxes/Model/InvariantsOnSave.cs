using ContactRelay.Mailboxes;

namespace ContactRelay.Tests.Mailboxes.Model;

/// <content>What must hold from one stored mailbox to the next.</content>
internal sealed partial class Invariants
{
    public void Saved(Mailbox before, Mailbox after, DateTimeOffset now)
    {
        var ids = after.Pending.Select(update => update.Id).Concat(after.Settled.Select(update => update.Id)).ToList();
        Require(ids.Count == ids.Distinct().Count(), "I1: an update is in the mailbox twice.");
        Require(
            before.Pending.Select(update => update.Id).Concat(before.Settled.Select(update => update.Id)).All(ids.Contains),
            "I1: an update has vanished.");
        Require(after.Sequence == after.Pending.Length + after.Counts.Values.Sum(), "The ledger does not add up.");
        Require(after.Sequence >= before.Sequence, "The sequence goes back.");
        Require(
            after.Pending.Zip(after.Pending.Skip(1)).All(pair => pair.First.Version < pair.Second.Version),
            "The pending updates are not in the order of their versions.");
        Require(
            before.Delivered.All(field => after.Delivered.TryGetValue(field.Key, out var version) && version >= field.Value),
            "I4: a delivered version goes back.");
        Require(
            before.Settled.All(old => after.FindSettled(old.Id) is { } same && same.Status == old.Status && same.SettledAt == old.SettledAt),
            "A settled status changes.");
        foreach (var id in ids.Where(id => before.FindPending(id) is null && before.FindSettled(id) is null))
        {
            Landed(before, after, _updates[id]);
        }

        foreach (var update in after.Pending.Where(update => update.Alone && before.FindPending(update.Id) is { Alone: false }))
        {
            log($"  {update.Id} was refused with company, goes alone now");
        }

        foreach (var settled in after.Settled.Where(update => before.FindSettled(update.Id) is null))
        {
            CheckSettled(before, after, settled, now);
        }
    }

    /// <summary>A new update is in the mailbox.</summary>
    private void Landed(Mailbox before, Mailbox after, NewUpdate update)
    {
        if (update.KeyHash is { } key)
        {
            Require(_firstOfKey.TryAdd(key, update), $"I6: {update.Id} is accepted although its key was used.");
        }

        // Updates that say nothing of their time are as new as their order says, whatever the clocks of their intakes.
        if (VersionOf(after, update.Id) is { } version && IsUndated(update.Id))
        {
            var earlier = before.Pending.Where(other => IsUndated(other.Id)).Select(other => other.Version)
                .Concat(before.Settled.Where(other => other.Status == UpdateStatus.Delivered && IsUndated(other.Id)).Select(other => other.Detail!.Version));
            Require(earlier.All(other => other < version), $"{update.Id} came later and counts as older.");
        }
    }

    private void CheckSettled(Mailbox before, Mailbox after, SettledUpdate settled, DateTimeOffset now)
    {
        var (id, update, detail) = (settled.Id, _updates[settled.Id], settled.Detail!);
        log($"  {id} is {settled.Status}{(settled.AtOnce ? " at once" : "")}{(detail.Overtaken.IsEmpty ? "" : " without " + string.Join(' ', detail.Overtaken))}");
        switch (settled.Status)
        {
            case UpdateStatus.Delivered:
                Require(
                    detail.Fields.Except(detail.Overtaken).Any()
                    && detail.Fields.Except(detail.Overtaken).All(path => Provider!.Applied.Contains((path, id))),
                    $"{id} is delivered, and the provider has never seen it.");
                Require(detail.Overtaken.All(path => IsNewer(after, path, detail.Version)), $"I4: {id} is overtaken by nothing.");
                break;
            case UpdateStatus.Superseded:
                Require(update.Changes.Paths.All(path => IsNewer(after, path, detail.Version)), $"I4: {id} is superseded by nothing.");
                break;
            case UpdateStatus.Rejected when detail.Reason == BadValue:
                Require(ModelProvider.Refuses(update.Changes), $"I5: {id} is rejected for another's bad value.");
                RequireKept(update);
                break;
            case UpdateStatus.Rejected or UpdateStatus.Ignored:
                Require(before.Lease is { } lease && _refusedContact.Contains(lease.Token), $"{id} is {settled.Status}, and no call under the lease had its contact refused.");
                if (settled.Status == UpdateStatus.Rejected)
                {
                    RequireKept(update);
                }

                break;
            case UpdateStatus.Expired:
                Require(now - (detail.DeliverAt ?? settled.AcceptedAt) > World.MaxAge - Skew, $"{id} is expired too early.");
                Require(before.Lease?.Members.Contains(id) == true, $"{id} is expired without a call.");
                RequireKept(update);
                break;
            default:
                Require(false, $"{id} is settled as {settled.Status}.");
                break;
        }
    }

    private void RequireKept(NewUpdate update) => Require(
        _dead.TryGetValue(update.Id, out var dead) && dead.Update.Changes.SequenceEqual(update.Changes),
        $"The values of {update.Id} are kept nowhere.");

    private bool IsNewer(Mailbox mailbox, string path, UpdateVersion version) =>
        !rules.AdditiveFields.Contains(path) && mailbox.Delivered.TryGetValue(path, out var delivered) && delivered > version;

    private bool IsUndated(string id) => _updates[id] is { OccurredAt: null, DeliverAt: null };

    private static UpdateVersion? VersionOf(Mailbox mailbox, string id) =>
        mailbox.FindPending(id)?.Version ?? mailbox.FindSettled(id)?.Detail?.Version;
}
