using ContactRelay.Mailboxes;
using ContactRelay.Providers;
using Xunit;
using static ContactRelay.Tests.Mailboxes.Given;

namespace ContactRelay.Tests.Mailboxes;

public sealed class BeginningTests
{
    [Fact]
    public void Begin_nothing_pending_is_nothing()
    {
        var mailbox = Mailbox.Empty.With(Update("a")).Delivered();

        var begun = mailbox.Begin();

        Assert.Equal(BeginOutcome.Nothing, begun.Outcome);
        Assert.Same(mailbox, begun.Mailbox);
    }

    [Fact]
    public void Begin_pending_takes_the_lease()
    {
        var begun = Mailbox.Empty.With(Update("a"), Update("b")).Begin();

        Assert.Equal(BeginOutcome.Started, begun.Outcome);
        var lease = begun.Mailbox.Lease!;
        Assert.Equal(("mine", Noon + LeaseTime, Noon), (lease.Token, lease.Until, lease.TakenAt));
        Assert.Equal(["a", "b"], lease.Members);
        Assert.Same(lease, begun.Batch!.Lease);
        Assert.Equal(["a", "b"], begun.Batch.Members.Ids());
        Assert.Equal(["a", "b"], begun.Mailbox.Pending.Ids());
        Assert.Empty(begun.Mailbox.Settled);
    }

    [Fact]
    public void Begin_leased_by_another_looks_again_at_its_end()
    {
        var (leased, _) = Mailbox.Empty.With(Update("a")).Started();

        var begun = leased.Begin(Noon + LeaseTime - TimeSpan.FromMilliseconds(1), token: "other");

        Assert.Equal((BeginOutcome.Leased, Noon + LeaseTime), (begun.Outcome, begun.LookAgainAt));
        Assert.Same(leased, begun.Mailbox);
    }

    [Fact]
    public void Begin_leased_with_ones_own_token_is_leased_too()
    {
        // The one who holds it finds its own token before it begins again, and never comes here.
        var (leased, _) = Mailbox.Empty.With(Update("a")).Started();

        Assert.Equal(BeginOutcome.Leased, leased.Begin().Outcome);
    }

    [Fact]
    public void Begin_at_the_end_of_anothers_lease_takes_over()
    {
        var (leased, _) = Mailbox.Empty.With(Update("a")).Started();

        var begun = leased.Begin(Noon + LeaseTime, token: "other");

        Assert.Equal((BeginOutcome.Started, "other"), (begun.Outcome, begun.Mailbox.Lease?.Token));
    }

    [Fact]
    public void Begin_before_the_next_attempt_is_not_due()
    {
        var mailbox = Mailbox.Empty.With(Update("a")).Called(DeliveryOutcome.RetryLater("Later.")).Mailbox;

        var begun = mailbox.Begin(Noon + Minute - TimeSpan.FromTicks(1));

        Assert.Equal((BeginOutcome.NotDue, Noon + Minute), (begun.Outcome, begun.LookAgainAt));
        Assert.Same(mailbox, begun.Mailbox);
        Assert.Equal(BeginOutcome.Started, mailbox.Begin(Noon + Minute).Outcome);
    }

    [Fact]
    public void Begin_arrival_while_waiting_to_retry_is_not_due_either()
    {
        var mailbox = Mailbox.Empty.With(Update("a")).Called(DeliveryOutcome.RetryLater("Later.")).Mailbox.With(Update("b"));

        Assert.Equal((BeginOutcome.NotDue, Noon + Minute), (mailbox.Begin().Outcome, mailbox.Begin().LookAgainAt));
    }

    [Fact]
    public void Begin_all_scheduled_for_later_looks_again_when_the_first_is_due()
    {
        var mailbox = Mailbox.Empty.With(Update("a") with { DeliverAt = Noon.AddHours(2) }, Update("b") with { DeliverAt = Noon.AddHours(1) });

        Assert.Equal((BeginOutcome.NotDue, Noon.AddHours(1)), (mailbox.Begin().Outcome, mailbox.Begin().LookAgainAt));
    }

    [Fact]
    public void Begin_some_scheduled_for_later_takes_the_others()
    {
        var mailbox = Mailbox.Empty.With(Update("later") with { DeliverAt = Noon.AddHours(1) }, Update("now"));

        Assert.Equal(["now"], mailbox.Started().Batch.Members.Ids());
    }

    [Fact]
    public void Begin_scheduled_takes_it_at_its_time()
    {
        var mailbox = Mailbox.Empty.With(Update("a") with { DeliverAt = Noon.AddHours(1) });

        Assert.Equal(["a"], mailbox.Started(Noon.AddHours(1)).Batch.Members.Ids());
    }

    [Fact]
    public void Begin_each_takes_the_oldest_that_is_due()
    {
        var mailbox = Mailbox.Empty.With(
            Update("b"),
            Update("a") with { OccurredAt = Noon.AddMinutes(-1) },
            Update("later") with { OccurredAt = Noon.AddHours(-1), DeliverAt = Noon.AddHours(1) });

        Assert.Equal(["a"], mailbox.Started(rules: Each).Batch.Members.Ids());
    }

    [Fact]
    public void Begin_overtaken_meanwhile_is_superseded_and_the_rest_is_sent()
    {
        // The older arrives during the call for the newer.
        var (leased, batch) = Mailbox.Empty.With(Update("new")).Started();
        var mailbox = leased
            .With(Update("old") with { OccurredAt = Noon.AddHours(-1) }, Update("phone", Fields(("phone", "1"))))
            .Settled(batch, DeliveryOutcome.Delivered("r")).Mailbox;

        var begun = mailbox.Begin();

        Assert.Equal(UpdateStatus.Superseded, begun.Mailbox.StatusOf("old"));
        Assert.Equal(UpdateStatus.Accepted, begun.Mailbox.SettledAs("old").FirstStatus);
        Assert.Equal(["phone"], begun.Batch!.Members.Ids());
    }

    [Fact]
    public void Begin_nothing_but_overtaken_is_tidied()
    {
        var (leased, batch) = Mailbox.Empty.With(Update("new")).Started();
        var mailbox = leased.With(Update("old") with { OccurredAt = Noon.AddHours(-1) }).Settled(batch, DeliveryOutcome.Delivered("r")).Mailbox;

        var begun = mailbox.Begin();

        Assert.Equal(BeginOutcome.Tidied, begun.Outcome);
        Assert.Empty(begun.Mailbox.Pending);
        Assert.Null(begun.Mailbox.Lease);
        Assert.Equal(BeginOutcome.Nothing, begun.Mailbox.Begin().Outcome);
    }

    [Fact]
    public void Begin_older_than_another_of_the_batch_is_not_superseded_yet()
    {
        var (leased, batch) = Mailbox.Empty.With(Update("old"), Update("new")).Started();

        Assert.Equal(["old", "new"], leased.Pending.Ids());
        Assert.Equal(["old", "new"], batch.Members.Ids());
        Assert.Empty(leased.Settled);
    }

    [Fact]
    public void Begin_taken_apart_sends_the_oldest_of_them_by_itself()
    {
        var mailbox = TakenApart();

        Assert.Equal(["a"], mailbox.Started().Batch.Members.Ids());
    }

    [Fact]
    public void Begin_taken_apart_goes_before_newer_and_older_arrivals()
    {
        var mailbox = TakenApart().With(Update("newer"), Update("older") with { OccurredAt = Noon.AddHours(-1) });

        Assert.Equal(["older", "a", "b", "newer"], mailbox.Pending.Ids());
        Assert.Equal(["a"], mailbox.Started().Batch.Members.Ids());
        Assert.Equal(["b"], mailbox.Delivered().Started().Batch.Members.Ids());
    }

    [Fact]
    public void Begin_after_those_taken_apart_merges_again()
    {
        var mailbox = TakenApart().With(Update("c", Fields(("phone", "1"))), Update("d")).Delivered().Delivered();

        Assert.Equal(["c", "d"], mailbox.Started().Batch.Members.Ids());
    }

    [Fact]
    public void Begin_settles_what_was_overtaken_and_says_so()
    {
        var mailbox = Mailbox.Empty.With(Update("a") with { OccurredAt = Noon.AddMinutes(-1) });
        var overtaken = mailbox with { Delivered = Mailbox.Empty.With(Update("b")).Delivered().Delivered };

        var settled = overtaken.Begin().Mailbox.SettledAs("a");

        Assert.Equal((UpdateStatus.Superseded, "Newer values were delivered before it."), (settled.Status, settled.Detail!.Reason));
    }

    [Fact]
    public void GiveUp_where_nothing_is_over_its_age_changes_nothing()
    {
        var mailbox = Mailbox.Empty.With(Update("a"));

        var given = Beginning.GiveUp(mailbox, MaxAge, "Busy.", Noon + MaxAge);

        Assert.Equal(BeginOutcome.NotDue, given.Outcome);
        Assert.Same(mailbox, given.Mailbox);
    }

    [Fact]
    public void GiveUp_expires_what_is_due_and_over_its_age_and_leaves_the_rest()
    {
        var late = Noon + MaxAge + Minute;
        var mailbox = Mailbox.Empty.With(Update("a"), Update("later") with { DeliverAt = late + Minute }).Accept(Update("new"), late).Mailbox;

        var given = Beginning.GiveUp(mailbox, MaxAge, "Busy.", late);

        Assert.Equal(BeginOutcome.Tidied, given.Outcome);
        Assert.Equal(["new", "later"], given.Mailbox.Pending.Ids());
        Assert.Equal("a", Assert.Single(given.Dead).Update.Id);
        Assert.Equal("The tenant's maximum age was reached while it was held: Busy.", given.Mailbox.SettledAs("a").Detail!.Reason);
    }

    [Fact]
    public void GiveUp_after_a_lost_lease_keeps_the_values_of_all_that_it_expires()
    {
        var (leased, _) = Mailbox.Empty.With(Update("a")).Started();

        var given = Beginning.GiveUp(leased.With(Update("b")), MaxAge, "Busy.", Noon + MaxAge + Minute);

        Assert.Equal(BeginOutcome.Tidied, given.Outcome);
        Assert.Empty(given.Mailbox.Pending);
        Assert.Equal(["a", "b"], given.Dead.Select(dead => dead.Update.Id));
        Assert.Equal([UpdateStatus.Expired, UpdateStatus.Expired], given.Mailbox.Settled.Select(settled => settled.Status));
    }

    private static Mailbox TakenApart() =>
        Mailbox.Empty.With(Update("a"), Update("b", Fields(("name", "b")))).Called(DeliveryOutcome.Rejected("Bad.")).Mailbox;
}
