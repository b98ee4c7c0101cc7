using ContactRelay.Mailboxes;

namespace ContactRelay.Simulation.Core;

/// <summary>Where a world stands, as a number: worlds with the same number have the same future.</summary>
internal static class Digest
{
    public static ulong Of(World world, int faultsLeft)
    {
        var hash = TraceHash.Mix(TraceHash.Mix(TraceHash.Start, (ulong)world.Scheduler.Now), (ulong)faultsLeft);
        foreach (var (key, row) in world.Storage.Mailboxes)
        {
            hash = TraceHash.Mix(TraceHash.Mix(hash, key.ContactId), Of(world, row.Mailbox));
        }

        foreach (var contact in world.Provider.Contacts.Values)
        {
            hash = TraceHash.Mix(hash, Sum(contact.Values.Select(value => TraceHash.Mix(TraceHash.Mix(TraceHash.Start, value.Key), value.Value))));
        }

        foreach (var update in world.Ledger.All)
        {
            hash = TraceHash.Mix(TraceHash.Mix(hash, (ulong)(update.Answered is null ? 0 : 1 + (int)update.Answered)), update.Id is null ? "" : "stored");
        }

        // In no order: which of two messages that are alike came first makes no difference.
        hash = TraceHash.Mix(hash, Sum(world.Queue.Messages.Select(Of)));
        hash = TraceHash.Mix(hash, Sum(world.Activities.Select(activity => Of(world, activity))));
        hash = TraceHash.Mix(hash, Sum(world.Instances.Select(instance => Of(world, instance))));
        hash = TraceHash.Mix(hash, Sum(world.Scheduler.Waiting.Select(step => Of(world, step))));
        return TraceHash.Mix(hash, Sum(world.Provider.Calls.Where(call => call.IsOnItsWay || !call.HasAnswer).Select(call => TraceHash.Mix(
            TraceHash.Mix(TraceHash.Mix(TraceHash.Start, (ulong)call.StartedAt), (ulong)(call.EndedAt ?? -1)),
            (call.IsOnItsWay ? 1ul : 0) + (call.HasAnswer ? 2ul : 0)))));
    }

    /// <summary>A mailbox, its ids by the updates and the workers that they belong to.</summary>
    public static ulong Of(World world, Mailbox mailbox)
    {
        var hash = TraceHash.Mix(TraceHash.Mix(TraceHash.Start, (ulong)mailbox.Sequence), (ulong)mailbox.Attempts);
        hash = TraceHash.Mix(hash, (ulong)(mailbox.NextAttemptAt?.ToUnixTimeMilliseconds() ?? 0));
        if (mailbox.Lease is { } lease)
        {
            hash = TraceHash.Mix(TraceHash.Mix(hash, (ulong)lease.Until.ToUnixTimeMilliseconds()), world.SaveChecks.HolderOf(lease.Token));
        }

        foreach (var pending in mailbox.Pending)
        {
            var flags = (pending.Alone ? 1ul : 0) + (pending.OutcomeUnknown ? 2ul : 0) + ((ulong)pending.AttemptCount << 2);
            hash = TraceHash.Mix(TraceHash.Mix(TraceHash.Mix(hash, pending.BodyHash), (ulong)pending.Version.UnixMs), flags);
        }

        hash = TraceHash.Mix(hash, Sum(mailbox.Delivered.Select(field => TraceHash.Mix(
            TraceHash.Mix(TraceHash.Mix(TraceHash.Start, field.Key), (ulong)field.Value.UnixMs), (ulong)field.Value.Sequence))));
        foreach (var settled in mailbox.Settled)
        {
            hash = TraceHash.Mix(TraceHash.Mix(hash, settled.BodyHash), (ulong)settled.Status);
        }

        return hash;
    }

    private static ulong Of(Ports.Message message) => TraceHash.Mix(
        TraceHash.Mix(TraceHash.Mix(TraceHash.Mix(TraceHash.Start, message.Text), message.Queue), (ulong)message.VisibleAt),
        ((ulong)message.DequeueCount << 1) + (message.Holder is null ? 0ul : 1));

    private static ulong Of(World world, Activity activity)
    {
        var hash = TraceHash.Mix(TraceHash.Mix(Of(world, activity.Instance), activity.History), IsCurrent(world, activity.ETag));
        return activity.Handles is { } handled
            ? TraceHash.Mix(TraceHash.Mix(hash, Of(handled.Message)), handled.Message.IsDeleted ? 2ul : handled.Message.Receipt == handled.Receipt ? 1ul : 0)
            : TraceHash.Mix(hash, activity.Name);
    }

    /// <summary>Not its name: processes that stand alike are alike.</summary>
    private static ulong Of(World world, Instance instance) =>
        TraceHash.Mix(TraceHash.Mix(TraceHash.Start, IsCurrent(world, instance.Remembers)), (ulong)Math.Max(instance.PausedUntil, world.Scheduler.Now));

    private static ulong Of(World world, Step step) =>
        TraceHash.Mix(TraceHash.Mix(step.Owner is { } owner ? Of(world, owner) : TraceHash.Start, (ulong)step.At), (step.Activity?.History ?? 0) + (ulong)step.Stage);

    private static ulong IsCurrent(World world, string? etag) =>
        etag is null ? 0 : world.Storage.Mailboxes.Values.Any(row => row.ETag == etag) ? 2ul : 1;

    private static ulong Sum(IEnumerable<ulong> hashes)
    {
        var sum = 0ul;
        foreach (var hash in hashes)
        {
            sum += TraceHash.Mix(TraceHash.Start, hash);
        }

        return sum;
    }
}
