using ContactRelay.Delivery;
using ContactRelay.Mailboxes;
using ContactRelay.Simulation.Core;
using ContactRelay.Simulation.Workload;

namespace ContactRelay.Simulation.Checks;

/// <summary>What must hold of an update that reaches a final status.</summary>
internal sealed class SettleChecks(World world)
{
    public void Check(MailboxKey key, Mailbox before, SettledUpdate settled)
    {
        var sent = world.Ledger.OfId(settled.Id)!;
        var pending = before.FindPending(settled.Id);
        world.Trace.Add("mailbox", "settles u" + World.Text(sent.Number), key.ContactId, settled.Status.ToString());
        switch (settled.Status)
        {
            case UpdateStatus.Rejected:
                world.Require(
                    sent.IsBad || EndChecks.LacksEmail(sent) || world.Provider.Refused.Contains(key),
                    "I5: an update is rejected that the provider never refused.");
                world.Require(IsKept(world, sent, settled), "The values of a rejected update are not kept.");
                break;
            case UpdateStatus.Expired:
                world.Require(IsOver(pending), "An update expires before its time.");
                world.Require(IsKept(world, sent, settled), "The values of an expired update are not kept.");
                break;
            case UpdateStatus.Cancelled:
                world.Require(sent.IsCancelling && pending is { AttemptCount: 0 }, "An update is cancelled that nobody cancelled, or that was started.");
                break;
            case UpdateStatus.Discarded:
                world.Require(sent.IsDecidedOver, "An update is given up that nobody gave up.");
                break;
            case UpdateStatus.Ignored:
                world.Require(world.Provider.Archived.Contains(key), "An update is ignored of a contact that is not archived.");
                break;
        }
    }

    /// <summary>Whether an update that was not delivered is there in full, for somebody to decide over.</summary>
    public static bool IsKept(World world, SentUpdate sent, SettledUpdate settled) =>
        world.Storage.DeadLetters.TryGetValue((sent.Key.Tenant, settled.Id), out var bytes)
        && DeadLetter.Read(bytes) is { Update: { } kept } letter && letter.Died == settled.Status && kept.Changes.SequenceEqual(sent.Changes);

    private bool IsOver(PendingUpdate? pending) =>
        pending is not null
        && SimulatedTime.At(world.Scheduler.Now + world.MaxOffset) - (pending.DeliverAt ?? pending.RedrivenAt ?? pending.AcceptedAt) > world.MaxAge;
}
