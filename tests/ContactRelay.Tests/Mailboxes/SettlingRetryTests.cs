using ContactRelay.Mailboxes;
using ContactRelay.Providers;
using Xunit;
using static ContactRelay.Tests.Mailboxes.Given;

namespace ContactRelay.Tests.Mailboxes;

public sealed class SettlingRetryTests
{
    [Theory]
    [MemberData(nameof(Retries))]
    public void Settle_retry_keeps_what_is_pending_until_the_next_attempt(DeliveryOutcome outcome, int attempts)
    {
        var result = (Mailbox.Empty.With(Update("a"), Update("b")) with { Attempts = 4 }).Called(outcome);

        Assert.Equal(["a", "b"], result.Mailbox.Pending.Ids());
        Assert.Empty(result.Settled);
        Assert.Null(result.Mailbox.Lease);
        Assert.Equal((4 + attempts, Noon + Minute), (result.Mailbox.Attempts, result.Mailbox.NextAttemptAt));
        Assert.Equal(Noon + Minute, result.Mailbox.DueAt());
    }

    public static TheoryData<DeliveryOutcome, int> Retries() => new()
    {
        { DeliveryOutcome.RetryLater("Later."), 1 },
        { DeliveryOutcome.NoAnswer("Silence."), 1 },
        { DeliveryOutcome.Throttled("Too often."), 1 },
        { DeliveryOutcome.Unauthorized("No key."), 0 },
    };

    [Fact]
    public void Settle_retry_records_the_attempt()
    {
        var mailbox = Mailbox.Empty.With(Update("a")).Called(DeliveryOutcome.RetryLater("Later.")).Mailbox;
        var attempt = Assert.Single(mailbox.AttemptsOf(mailbox.Pending[0]));

        Assert.Equal(("retryLater", "Later.", false), (attempt.Outcome, attempt.Reason, attempt.Unknown));
    }

    [Theory]
    [MemberData(nameof(Unknowns))]
    public void Settle_retry_remembers_whether_it_may_have_been_applied(DeliveryOutcome first, DeliveryOutcome second, bool unknown)
    {
        var mailbox = Mailbox.Empty.With(Update("a")).Called(first).Mailbox.Called(second, Noon + Minute).Mailbox;

        Assert.Equal(unknown, mailbox.Pending[0].OutcomeUnknown);
    }

    public static TheoryData<DeliveryOutcome, DeliveryOutcome, bool> Unknowns() => new()
    {
        { DeliveryOutcome.NoAnswer("Silence."), DeliveryOutcome.RetryLater("Later."), true },
        { DeliveryOutcome.RetryLater("Later."), DeliveryOutcome.NoAnswer("Silence."), true },
        { DeliveryOutcome.RetryLater("Later."), DeliveryOutcome.RetryLater("Later."), false },
    };

    [Fact]
    public void Settle_retry_over_the_age_expires_and_is_dead_with_its_values()
    {
        var result = Mailbox.Empty.With(Update("a")).Called(DeliveryOutcome.RetryLater("Later."), Noon + MaxAge + Minute);

        var settled = result.Mailbox.SettledAs("a");
        Assert.Equal((UpdateStatus.Expired, false), (settled.Status, settled.Detail!.OutcomeUnknown));
        Assert.Equal("The tenant's maximum age was reached; the last attempt: Later.", settled.Detail.Reason);
        Assert.Equal("a@example.com", Assert.Single(result.Dead).Update.Changes.Text("email"));
    }

    [Fact]
    public void Settle_retry_over_the_age_of_which_nothing_is_known_says_no_more() => Assert.Equal(
        "The tenant's maximum age was reached.",
        Assert.Single(Settling.Expired(Mailbox.Empty.With(Update("a")), ["a"], MaxAge, Noon + MaxAge + Minute)).Settled.Detail!.Reason);

    [Fact]
    public void Settle_retry_exactly_at_the_age_is_tried_again() =>
        Assert.Empty(Mailbox.Empty.With(Update("a")).Called(DeliveryOutcome.RetryLater("Later."), Noon + MaxAge).Settled);

    [Fact]
    public void Settle_no_answer_over_the_age_expires_with_an_unknown_outcome()
    {
        var mailbox = Mailbox.Empty.With(Update("a")).Called(DeliveryOutcome.NoAnswer("Silence."), Noon + MaxAge + Minute).Mailbox;

        Assert.Equal((UpdateStatus.Expired, true), (mailbox.StatusOf("a"), mailbox.SettledAs("a").Detail!.OutcomeUnknown));
        Assert.NotEqual(default, mailbox.SettledAs("a").Detail!.Version);
    }

    [Fact]
    public void Settle_unauthorized_over_the_age_expires() => Assert.Equal(
        UpdateStatus.Expired,
        Mailbox.Empty.With(Update("a")).Called(DeliveryOutcome.Unauthorized("No key."), Noon + MaxAge + Minute).Mailbox.StatusOf("a"));

    [Fact]
    public void Settle_delivered_over_the_age_is_delivered() =>
        Assert.Equal(UpdateStatus.Delivered, Mailbox.Empty.With(Update("a")).Delivered(Noon + MaxAge + Minute).StatusOf("a"));

    [Fact]
    public void Settle_retry_expires_the_old_and_keeps_the_young()
    {
        var late = Noon + MaxAge + Minute;
        var mailbox = Mailbox.Empty.With(Update("old")).Accept(Update("young"), late).Mailbox;

        var after = mailbox.Called(DeliveryOutcome.RetryLater("Later."), late).Mailbox;

        Assert.Equal((UpdateStatus.Expired, UpdateStatus.Accepted), (after.StatusOf("old"), after.StatusOf("young")));
    }

    [Fact]
    public void Settle_retry_counts_the_age_of_a_scheduled_one_from_its_time()
    {
        var mailbox = Mailbox.Empty.With(Update("a") with { DeliverAt = Noon.AddDays(10) });

        Assert.Empty(mailbox.Called(DeliveryOutcome.RetryLater("Later."), Noon.AddDays(10) + MaxAge).Settled);
        Assert.Single(mailbox.Called(DeliveryOutcome.RetryLater("Later."), Noon.AddDays(10) + MaxAge + Minute).Settled);
    }

    [Fact]
    public void Settle_retry_never_expires_what_was_not_in_the_call()
    {
        var (leased, batch) = Mailbox.Empty.With(Update("a"), Update("b")).Started(rules: Each);

        var mailbox = leased.Settled(batch, DeliveryOutcome.RetryLater("Later."), Noon + MaxAge + Minute).Mailbox;

        Assert.Equal((UpdateStatus.Expired, UpdateStatus.Accepted), (mailbox.StatusOf("a"), mailbox.StatusOf("b")));
    }

    [Fact]
    public void Settle_expired_moves_no_version() => Assert.Empty(
        Mailbox.Empty.With(Update("a")).Called(DeliveryOutcome.NoAnswer("Silence."), Noon + MaxAge + Minute).Mailbox.Delivered);
}
