using ContactRelay.Mailboxes;
using ContactRelay.Providers;
using Xunit;
using static ContactRelay.Tests.Mailboxes.Given;

namespace ContactRelay.Tests.Mailboxes;

public sealed class SettlingRefusedTests
{
    private static readonly DeliveryOutcome Bad = DeliveryOutcome.Rejected("Bad phone.");

    [Fact]
    public void Settle_refused_together_takes_the_batch_apart()
    {
        var result = (Mailbox.Empty.With(Update("a"), Update("b")) with { Attempts = 2 }).Called(Bad);

        Assert.Equal([true, true], result.Mailbox.Pending.Select(update => update.Alone));
        Assert.Equal([1, 1], result.Mailbox.Pending.Select(update => update.AttemptCount));
        Assert.Empty(result.Settled);
        Assert.Empty(result.Dead);
        Assert.Null(result.Mailbox.Lease);
        Assert.Equal((0, null), (result.Mailbox.Attempts, result.Mailbox.NextAttemptAt));
    }

    [Fact]
    public void Settle_refused_alone_is_rejected_and_dead_with_its_values()
    {
        var result = (Mailbox.Empty.With(Update("a")) with { Attempts = 2 }).Called(Bad);

        var settled = result.Mailbox.SettledAs("a");
        Assert.Equal((UpdateStatus.Rejected, "Bad phone."), (settled.Status, settled.Detail!.Reason));
        var dead = Assert.Single(result.Dead);
        Assert.Equal("a@example.com", dead.Update.Changes.Text("email"));
        Assert.Equal(settled, dead.Settled);
        Assert.Equal((0, null), (result.Mailbox.Attempts, result.Mailbox.NextAttemptAt));
    }

    [Fact]
    public void Settle_refused_moves_no_version()
    {
        var before = Mailbox.Empty.With(Update("first")).Delivered();

        var after = before.With(Update("a")).Called(Bad).Mailbox;

        Assert.Equal(before.Delivered, after.Delivered);
    }

    [Fact]
    public void Settle_refused_in_mode_each_is_rejected_at_once_and_spoils_no_other()
    {
        var mailbox = Mailbox.Empty.With(Update("bad"), Update("good")).Called(Bad, rules: Each).Mailbox;

        Assert.Equal((UpdateStatus.Rejected, UpdateStatus.Accepted), (mailbox.StatusOf("bad"), mailbox.StatusOf("good")));
        Assert.False(mailbox.Pending[0].Alone);
    }

    [Fact]
    public void Settle_taken_apart_rejects_the_bad_and_delivers_the_good()
    {
        var mailbox = Mailbox.Empty.With(Update("bad"), Update("good"))
            .Called(Bad).Mailbox
            .Called(Bad).Mailbox
            .Delivered();

        Assert.Equal((UpdateStatus.Rejected, UpdateStatus.Delivered), (mailbox.StatusOf("bad"), mailbox.StatusOf("good")));
    }

    [Fact]
    public void Settle_contact_refused_rejects_all_that_is_pending()
    {
        var (leased, batch) = Mailbox.Empty.With(Update("a"), Update("later") with { DeliverAt = Noon.AddDays(1) }).Started();
        leased = leased.With(Update("arrival"));

        var result = leased.Settled(batch, DeliveryOutcome.Rejected("No such contact.", RefusalScope.Contact));

        Assert.Empty(result.Mailbox.Pending);
        Assert.Equal(["a", "arrival", "later"], result.Settled.Select(update => update.Id));
        Assert.All(result.Settled, update => Assert.Equal((UpdateStatus.Rejected, "No such contact."), (update.Status, update.Detail!.Reason)));
        Assert.Equal(["a", "arrival", "later"], result.Dead.Select(dead => dead.Update.Id));
        Assert.Null(result.Mailbox.DueAt());
    }

    [Fact]
    public void Settle_contact_refused_counts_the_attempt_for_those_in_the_call_alone()
    {
        var (leased, batch) = Mailbox.Empty.With(Update("a")).Started();

        var mailbox = leased.With(Update("arrival")).Settled(batch, DeliveryOutcome.Rejected("Gone.", RefusalScope.Contact)).Mailbox;

        Assert.Equal((1, 0), (mailbox.SettledAs("a").Detail!.AttemptCount, mailbox.SettledAs("arrival").Detail!.AttemptCount));
    }

    [Fact]
    public void Settle_ignored_settles_all_that_is_pending_and_keeps_no_values()
    {
        var (leased, batch) = Mailbox.Empty.With(Update("a")).Started();

        var result = leased.With(Update("arrival")).Settled(batch, DeliveryOutcome.Ignored("Archived."));

        Assert.Empty(result.Mailbox.Pending);
        Assert.All(result.Settled, update => Assert.Equal((UpdateStatus.Ignored, "Archived."), (update.Status, update.Detail!.Reason)));
        Assert.Equal(2, result.Settled.Length);
        Assert.Empty(result.Dead);
    }

    [Fact]
    public void Settle_ignored_moves_no_version() =>
        Assert.Empty(Mailbox.Empty.With(Update("a")).Called(DeliveryOutcome.Ignored("Archived.")).Mailbox.Delivered);

    [Fact]
    public void Settle_refused_after_an_attempt_without_an_answer_says_that_its_outcome_is_unknown()
    {
        var mailbox = Mailbox.Empty.With(Update("a"))
            .Called(DeliveryOutcome.NoAnswer("Silence.")).Mailbox
            .Called(Bad, Noon + Minute).Mailbox;

        Assert.True(mailbox.SettledAs("a").Detail!.OutcomeUnknown);
    }

    [Fact]
    public void Settle_delivered_after_an_attempt_without_an_answer_is_known()
    {
        var mailbox = Mailbox.Empty.With(Update("a")).Called(DeliveryOutcome.NoAnswer("Silence.")).Mailbox.Delivered(Noon + Minute);

        Assert.False(mailbox.SettledAs("a").Detail!.OutcomeUnknown);
    }
}
