using ContactRelay.Mailboxes;
using ContactRelay.Providers;
using Xunit;
using static ContactRelay.Tests.Mailboxes.Given;

namespace ContactRelay.Tests.Mailboxes;

public sealed class CancellingTests
{
    [Fact]
    public void Cancel_of_an_update_that_has_not_started_settles_it_and_leaves_the_others()
    {
        var mailbox = Mailbox.Empty.With(Update("a"), Update("b"));

        var result = Cancelling.Cancel(mailbox, "a", Noon);

        Assert.Equal(CancelOutcome.Cancelled, result.Outcome);
        Assert.Equal(UpdateStatus.Cancelled, result.Mailbox.StatusOf("a"));
        Assert.Equal("It was cancelled before it was started.", result.Mailbox.SettledAs("a").Detail!.Reason);
        Assert.Equal(["b"], result.Mailbox.Pending.Ids());
        Assert.Equal(1, result.Mailbox.Counts[UpdateStatus.Cancelled]);
    }

    [Fact]
    public void Cancel_again_changes_nothing()
    {
        var cancelled = Cancelling.Cancel(Mailbox.Empty.With(Update("a")), "a", Noon).Mailbox;

        var again = Cancelling.Cancel(cancelled, "a", Noon + Minute);

        Assert.Equal(CancelOutcome.Cancelled, again.Outcome);
        Assert.Same(cancelled, again.Mailbox);
    }

    [Fact]
    public void Cancel_in_the_middle_of_its_call_is_too_late()
    {
        var (leased, _) = Mailbox.Empty.With(Update("a")).Started();

        var result = Cancelling.Cancel(leased, "a", Noon);

        Assert.Equal(CancelOutcome.TooLate, result.Outcome);
        Assert.Same(leased, result.Mailbox);
    }

    [Fact]
    public void Cancel_after_a_lease_ran_out_is_too_late_since_the_call_may_have_been_made()
    {
        var (leased, _) = Mailbox.Empty.With(Update("a")).Started();

        Assert.Equal(CancelOutcome.TooLate, Cancelling.Cancel(leased, "a", Noon + (2 * LeaseTime)).Outcome);
    }

    [Fact]
    public void Cancel_after_an_attempt_that_failed_is_too_late()
    {
        var retrying = Mailbox.Empty.With(Update("a")).Called(DeliveryOutcome.RetryLater("500")).Mailbox;

        Assert.Equal(CancelOutcome.TooLate, Cancelling.Cancel(retrying, "a", Noon).Outcome);
    }

    [Fact]
    public void Cancel_of_what_is_delivered_is_too_late()
    {
        var delivered = Mailbox.Empty.With(Update("a")).Delivered();

        var result = Cancelling.Cancel(delivered, "a", Noon);

        Assert.Equal(CancelOutcome.TooLate, result.Outcome);
        Assert.Equal(UpdateStatus.Delivered, result.Mailbox.StatusOf("a"));
    }

    [Fact]
    public void Cancel_of_nothing_finds_nothing() => Assert.Equal(CancelOutcome.NotFound, Cancelling.Cancel(Mailbox.Empty, "a", Noon).Outcome);

    [Fact]
    public void Cancel_beside_a_call_leaves_the_call_and_its_settling_alone()
    {
        var (leased, batch) = Mailbox.Empty.With(Update("a")).Started();
        var beside = Cancelling.Cancel(leased.With(Update("b")), "b", Noon).Mailbox;

        var settled = beside.Settled(batch, DeliveryOutcome.Delivered("1")).Mailbox;

        Assert.Equal((UpdateStatus.Delivered, UpdateStatus.Cancelled), (settled.StatusOf("a"), settled.StatusOf("b")));
    }

    [Fact]
    public void Key_of_a_cancelled_update_gets_the_first_answer_and_not_a_new_update()
    {
        var update = Update("a") with { KeyHash = "k" };
        var cancelled = Cancelling.Cancel(Mailbox.Empty.With(update), "a", Noon).Mailbox;

        var replay = cancelled.Accept(update with { Id = "other" });

        Assert.Equal((AcceptOutcome.Replayed, "a", UpdateStatus.Accepted), (replay.Outcome, replay.UpdateId, replay.FirstStatus));
        Assert.Null(replay.WakeAt);
    }
}
