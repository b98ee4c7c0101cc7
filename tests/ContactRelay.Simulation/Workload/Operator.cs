using ContactRelay.Delivery;
using ContactRelay.Mailboxes;
using ContactRelay.Simulation.Core;
using ContactRelay.Storage;

namespace ContactRelay.Simulation.Workload;

/// <summary>Somebody who takes updates back, decides over those that were not delivered, and erases contacts.</summary>
internal sealed class Operator(World world)
{
    /// <summary>Cancels the update.</summary>
    public void Cancel(SentUpdate? update)
    {
        if (update is null || world.AnyInstance() is not { } instance || !world.Faults.Happens(FaultKind.UpdateCancelled))
        {
            return;
        }

        var id = update.Id!;
        update.IsCancelling = true;
        var presence = world.Presence();
        Try(instance, "cancels", async () =>
        {
            var result = await instance.Cancellation.CancelAsync(update.Tenant.Read, update.Key.ContactId, id, presence);
            world.Require(
                result.Outcome != CancelOutcome.Cancelled || update.Id != id
                || world.Storage.Load(update.Key)!.Mailbox.FindSettled(id) is { Status: UpdateStatus.Cancelled },
                "An update is cancelled by its answer alone.");
            return result.Outcome.ToString();
        });
    }

    /// <summary>Sends updates that were not delivered on their way again, or gives them up.</summary>
    public void Decide()
    {
        // By number: the ids are of no certain order.
        var dead = world.Storage.DeadLetters.Keys.Select(letter => (letter.Id, Update: world.Ledger.OfId(letter.Id)))
            .Where(letter => letter.Update is not null).OrderBy(letter => letter.Update!.Number).ToList();
        foreach (var (id, update) in dead)
        {
            var isRedrive = world.Faults.Happens(FaultKind.UpdateRedriven);
            if (isRedrive && world.Random.OneIn(2))
            {
                world.Provider.Mend(update!.Tenant);
            }

            if (isRedrive || world.Faults.Happens(FaultKind.UpdateDiscarded))
            {
                Decide(id, update!, isRedrive);
            }
        }
    }

    /// <summary>Sends all on their way again that were not delivered: somebody comes back after a long time.</summary>
    public void RedriveAll()
    {
        foreach (var (id, update) in world.Storage.DeadLetters.Keys.Select(letter => (letter.Id, Update: world.Ledger.OfId(letter.Id)))
            .Where(letter => letter.Update is not null && !world.Erasing.Contains(letter.Update.Key)).OrderBy(letter => letter.Update!.Number).ToList())
        {
            world.Provider.Mend(update!.Tenant);
            Decide(id, update, isRedrive: true);
        }
    }

    /// <summary>Drops from the mailbox what has been kept for long enough, as the day's timer does.</summary>
    public void Retain(MailboxKey key)
    {
        if (world.AnyInstance() is { } instance)
        {
            Try(instance, "retains", async () =>
            {
                var loaded = await instance.Mailboxes.LoadAsync(key, CancellationToken.None);
                var retained = Erasing.Retain(loaded.Mailbox, instance.Time.GetUtcNow());
                return ReferenceEquals(retained, loaded.Mailbox) || loaded.ETag is null ? "nothing"
                    : await instance.Mailboxes.SaveAsync(key, retained, loaded.ETag, null, CancellationToken.None) ?? "conflict";
            });
        }
    }

    private void Decide(string id, SentUpdate update, bool isRedrive)
    {
        if (world.AnyInstance() is not { } instance)
        {
            return;
        }

        var tenantId = update.Key.Tenant;
        update.IsDecidedOver = true;
        update.IsBeingRedriven |= isRedrive;
        var presence = world.Presence();
        Try(instance, isRedrive ? "redrives" : "discards", async () =>
        {
            if (await instance.Tenants.FindAsync(tenantId, CancellationToken.None) is not { } tenant
                || await instance.DeadLetters.FindAsync(tenantId, id, CancellationToken.None) is not { } letter)
            {
                return "nothing";
            }

            var outcome = isRedrive
                ? await instance.Desk.RedriveAsync(tenant, letter, presence)
                : await instance.Desk.DiscardAsync(tenant, letter, "It is not wanted.", presence);
            var mailbox = world.Storage.Load(update.Key)!.Mailbox;
            update.IsBeingRedriven &= outcome is not (DeadLetterOutcome.Redriven or DeadLetterOutcome.Pending);
            world.Require(
                update.Id != id || outcome is not DeadLetterOutcome.Redriven || mailbox.FindPending(id) is not null || mailbox.FindSettled(id) is not null,
                "I1: an update was redriven and is gone.");
            world.Require(
                outcome is not DeadLetterOutcome.Redriven || mailbox.FindPending(id) is null || world.Queue.CountOf(update.Key) > 0,
                "I2: an update was redriven, and no message is there to wake it.");
            return outcome.ToString();
        });
    }

    /// <summary>Erases the contact.</summary>
    public void Erase(MailboxKey key)
    {
        if (world.AnyInstance() is not { } instance || !world.Faults.Happens(FaultKind.ContactErased))
        {
            return;
        }

        world.Erasing.Add(key);
        var tenant = world.Tenants.First(tenant => tenant.Id == key.Tenant);
        var presence = world.Presence();
        Try(instance, "erases", async () => (await instance.Erasure.EraseAsync(tenant.Read, key.ContactId, presence)).ToString());
    }

    private void Try(Instance instance, string what, Func<Task<string>> work) => world.Start(instance, "operator", async () =>
    {
        try
        {
            world.Trace.Add("operator", what, null, await work());
        }
        catch (Exception e) when (e is StorageUnavailableException or OperationCanceledException)
        {
            // Whoever asks may ask again, or leave it.
            world.Trace.Add("operator", what, null, "failure");
        }
    });
}
