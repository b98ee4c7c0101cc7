using ContactRelay.Contacts;
using ContactRelay.Mailboxes;

namespace ContactRelay.Tests.Mailboxes.Model;

/// <summary>Lets a world come to rest with everything in order again, and checks what it has come to.</summary>
internal static class Ending
{
    private const int Long = 3_000;

    public static void Drain(World world)
    {
        world.Healthy = true;
        ComeToRest(world);
        var left = world.Store.Load().Mailbox.Pending;
        world.Invariants.Require(
            !left.Any(update => world.Invariants.AnsweredIds.Contains(update.Id)),
            "I2: an update that was answered 202 is never settled.");

        // What was stored and never answered may wait for the contact's next update. Here that is.
        if (!left.IsEmpty)
        {
            world.Intakes[0].Receive(Sending.Last(world.NewId()));
            ComeToRest(world);
        }

        var mailbox = world.Store.Load().Mailbox;
        world.Invariants.Require(mailbox.Pending.IsEmpty, "Something stays pending.");
        CheckHeld(world, mailbox);
        CheckTags(world, mailbox);
    }

    /// <summary>
    /// I4. The provider holds the newest value that was settled as delivered. There is one exception: a newer value
    /// that was applied by a call whose answer nobody saw, and whose update then ended otherwise. Such an update must
    /// say that its outcome is unknown.
    /// </summary>
    private static void CheckHeld(World world, Mailbox mailbox)
    {
        var delivered = mailbox.Settled
            .Where(update => update.Status == UpdateStatus.Delivered)
            .SelectMany(update => update.Detail!.Fields.Except(update.Detail.Overtaken).Select(path => (Path: path, update.Id, update.Detail.Version)))
            .Where(field => field.Path != CanonicalFields.Tags)
            .GroupBy(field => field.Path)
            .ToDictionary(group => group.Key, group => group.MaxBy(field => field.Version));
        foreach (var path in delivered.Keys.Union(world.Provider.Held.Keys))
        {
            world.Invariants.Require(world.Provider.Held.TryGetValue(path, out var held), $"I4: {path} was delivered, and the provider has none.");
            if (delivered.TryGetValue(path, out var newest))
            {
                world.Invariants.Require(held!.Version >= newest.Version, $"I4: {path} is that of {held.Id}, and that of {newest.Id} is newer.");
                world.Invariants.Require(
                    mailbox.Delivered[path] == newest.Version, $"I4: the mailbox does not know which {path} it delivered last.");
            }

            world.Invariants.Require(
                held!.Id == newest.Id
                || mailbox.SettledAs(held.Id) is { Status: not UpdateStatus.Delivered and not UpdateStatus.Superseded, Detail.OutcomeUnknown: true },
                $"I4: the provider holds {path} of {held.Id}, and nothing says why.");
        }
    }

    /// <summary>Every tag that was delivered is there, and none that nobody sent.</summary>
    private static void CheckTags(World world, Mailbox mailbox)
    {
        var applied = mailbox.Settled.Where(update => update.Detail!.Fields.Contains(CanonicalFields.Tags)).ToArray();
        foreach (var update in applied.Where(update => update.Status == UpdateStatus.Delivered))
        {
            world.Invariants.Require(
                world.Invariants.Sent(update.Id).Changes[CanonicalFields.Tags]!.AsList().All(tag => world.Provider.Tags.Contains(tag.AsText())),
                $"The tags of {update.Id} were delivered, and the provider does not have them.");
        }

        var sent = applied.SelectMany(update => world.Invariants.Sent(update.Id).Changes[CanonicalFields.Tags]!.AsList()).Select(tag => tag.AsText());
        world.Invariants.Require(world.Provider.Tags.IsSubsetOf(sent), "The provider has tags that nobody sent.");
    }

    private static void ComeToRest(World world)
    {
        for (var i = 0; i < Long; i++)
        {
            world.Choice = i;
            foreach (var intake in world.Intakes)
            {
                intake.Go();
            }

            foreach (var worker in world.Workers)
            {
                worker.Go();
            }

            world.Invariants.Check(world.Store.Load().Mailbox, world.Queue);
            if (world.Intakes.Any(intake => !intake.IsIdle) || world.Workers.Any(worker => !worker.IsIdle))
            {
                continue;
            }

            if (world.Queue.NextAt() is not { } next)
            {
                return;
            }

            if (next > world.Now)
            {
                world.Advance(next - world.Now);
            }
        }

        world.Invariants.Require(false, "The world does not come to rest.");
    }
}
