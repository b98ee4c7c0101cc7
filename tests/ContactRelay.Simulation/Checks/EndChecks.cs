using ContactRelay.Delivery;
using ContactRelay.Mailboxes;
using ContactRelay.Simulation.Providers;
using ContactRelay.Simulation.Workload;

namespace ContactRelay.Simulation.Checks;

/// <summary>What must hold when nothing is left to happen.</summary>
internal static class EndChecks
{
    public static void Check(World world)
    {
        world.Require(world.Queue.Messages.Count == 0, "Messages are left that nobody handles.");
        foreach (var (key, row) in world.Storage.Mailboxes)
        {
            CheckMailbox(world, key, MailboxDocument.Read(row.Document));
        }

        foreach (var update in world.Ledger.All)
        {
            CheckUpdate(world, update);
        }
    }

    private static void CheckMailbox(World world, MailboxKey key, Mailbox mailbox)
    {
        world.Require(mailbox.Pending.IsEmpty, "Something stays pending.");
        world.Require(mailbox.Lease is null or { Members.IsEmpty: true }, "A lease is left over.");
        foreach (var (status, count) in mailbox.Counts)
        {
            world.Require(
                mailbox.Erased is not null || world.Erasing.Contains(key) || All(world, key, mailbox).Count(update => update.Status == status) == count, "The ledger does not add up.");
        }

        foreach (var settled in All(world, key, mailbox).Where(update => update.Status is UpdateStatus.Rejected or UpdateStatus.Expired))
        {
            world.Require(
                SettleChecks.IsKept(world, world.Ledger.OfId(settled.Id)!, settled), "The values of an update that was not delivered are gone.");
        }

        var updates = All(world, key, mailbox).Select(update => new FinalUpdate(
            update.Detail!.Version, update.Status, update.Detail.OutcomeUnknown, world.Ledger.OfId(update.Id)!.Changes))
            .Concat(world.Ledger.All.Where(update => update.IsErased && update.Key == key).Select(FinalUpdate.OfErased))
            .ToList();
        var wrong = ReferenceModel.Compare(updates, world.Provider.Contacts.GetValueOrDefault(key) ?? new ProviderContact());
        world.Require(wrong is null, $"I4: {key.ContactId}: {wrong}.");
    }

    /// <summary>What is settled, with what the mailbox has forgotten for its age.</summary>
    private static IEnumerable<SettledUpdate> All(World world, MailboxKey key, Mailbox mailbox) =>
        mailbox.Settled.Concat(world.Ledger.Entered.Where(update => update.Key == key).Select(update => update.Forgotten).OfType<SettledUpdate>());

    private static void CheckUpdate(World world, SentUpdate update)
    {
        var settled = update.Id is null ? null : world.Storage.Load(update.Key)?.Mailbox.FindSettled(update.Id) ?? update.Forgotten;
        if (world.Erasing.Contains(update.Key) && settled is null)
        {
            // It was erased, or came too late to be accepted.
            return;
        }

        world.Require(update.Answered is null || settled is not null, "I1: an update that was answered 202 is not settled.");
        world.Require(
            settled is null || update.Answered is null || settled.FirstStatus == update.Answered,
            "I6: an update's first status is not the one that its caller was told.");
        if (update.IsMessage && settled is null)
        {
            world.Require(IsBuried(world, update), "I1: an update that came as a message is neither settled nor among the dead letters.");
        }
    }

    /// <summary>What is no valid update is kept, its values masked; and only what is none.</summary>
    private static bool IsBuried(World world, SentUpdate update) =>
        world.Storage.DeadLetters.Any(letter => letter.Key.Tenant == update.Key.Tenant
            && DeadLetter.Read(letter.Value) is { Kind: "invalid" } read && read.ContactId == update.Key.ContactId)
        && (world.Ledger.IsKeyTaken(update) || LacksEmail(update));

    /// <summary>Bosscart wants the e-mail address in every update, and none need be known yet.</summary>
    public static bool LacksEmail(SentUpdate update) => !update.Tenant.IsKulea && update.Changes["email"] is null;
}
