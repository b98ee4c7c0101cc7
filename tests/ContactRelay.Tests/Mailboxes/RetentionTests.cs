using ContactRelay.Mailboxes;
using ContactRelay.Providers;
using Xunit;
using static ContactRelay.Tests.Mailboxes.Given;

namespace ContactRelay.Tests.Mailboxes;

public sealed class RetentionTests
{
    [Fact]
    public void Settle_fifty_first_drops_the_detail_of_the_first()
    {
        var mailbox = WithDelivered(51);

        Assert.Null(mailbox.SettledAs("u0").Detail);
        Assert.Equal((UpdateStatus.Delivered, Noon, "body of u0"), (mailbox.StatusOf("u0"), mailbox.SettledAs("u0").AcceptedAt, mailbox.SettledAs("u0").BodyHash));
        Assert.Equal(Mailbox.MaxDetails, mailbox.Settled.Count(update => update.Detail is not null));
        Assert.NotNull(mailbox.SettledAs("u1").Detail);
    }

    [Fact]
    public void Settle_without_its_detail_still_answers_a_replay()
    {
        var mailbox = WithDelivered(60);

        var again = mailbox.Accept(Update("new") with { KeyHash = "key of u0", BodyHash = "body of u0" });

        Assert.Equal((AcceptOutcome.Replayed, "u0"), (again.Outcome, again.UpdateId));
    }

    [Fact]
    public void Settle_more_than_a_thousand_drops_the_first_and_still_counts_it()
    {
        var mailbox = WithDelivered(1_003);

        Assert.Equal(Mailbox.MaxSettled, mailbox.Settled.Length);
        Assert.Equal("u3", mailbox.Settled[0].Id);
        Assert.Equal(1_003, mailbox.Counts[UpdateStatus.Delivered]);
        Assert.Equal(1_003, mailbox.Sequence);
    }

    [Theory]
    [InlineData(0, 2)]
    [InlineData(1, 1)]
    public void Settle_after_thirty_days_drops_what_is_older(int seconds, int kept)
    {
        var later = Noon + Mailbox.SettledKept + TimeSpan.FromSeconds(seconds);

        var mailbox = Mailbox.Empty.With(Update("a")).Delivered().Accept(Update("b"), later).Mailbox.Delivered(later);

        Assert.Equal(kept, mailbox.Settled.Length);
        Assert.Equal(2, mailbox.Counts[UpdateStatus.Delivered]);
    }

    [Fact]
    public void Settle_counts_each_status()
    {
        var mailbox = Mailbox.Empty
            .With(Update("old"), Update("new")).Delivered()
            .With(Update("bad")).Called(DeliveryOutcome.Rejected("Bad.")).Mailbox
            .With(Update("archived")).Called(DeliveryOutcome.Ignored("Archived.")).Mailbox
            .With(Update("dead")).Called(DeliveryOutcome.RetryLater("Later."), Noon + MaxAge + Minute).Mailbox
            .With(Update("pending"));

        Assert.Equal(
            [(UpdateStatus.Delivered, 1L), (UpdateStatus.Superseded, 1), (UpdateStatus.Ignored, 1), (UpdateStatus.Rejected, 1), (UpdateStatus.Expired, 1)],
            mailbox.Counts.Select(count => (count.Key, count.Value)));
        Assert.Equal(mailbox.Sequence, mailbox.Pending.Length + mailbox.Counts.Values.Sum());
    }

    [Fact]
    public void FindSettled_pending_update_is_null() => Assert.Null(Mailbox.Empty.With(Update("a")).FindSettled("a"));

    [Fact]
    public void FindPending_settled_update_is_null() => Assert.Null(Mailbox.Empty.With(Update("a")).Delivered().FindPending("a"));

    [Fact]
    public void DueAt_nothing_pending_is_never() => Assert.Null((Mailbox.Empty with { NextAttemptAt = Noon }).DueAt());

    [Fact]
    public void DueAt_is_the_earliest_of_the_pending()
    {
        var mailbox = Mailbox.Empty.With(Update("a") with { DeliverAt = Noon.AddHours(1) }, Update("b") with { DeliverAt = Noon.AddMinutes(2) });

        Assert.Equal(Noon.AddMinutes(2), mailbox.DueAt());
        Assert.Equal(Noon.AddMinutes(3), (mailbox with { NextAttemptAt = Noon.AddMinutes(3) }).DueAt());
        Assert.Equal(Noon.AddMinutes(2), (mailbox with { NextAttemptAt = Noon.AddMinutes(1) }).DueAt());
    }

    [Fact]
    public void DueAt_of_an_update_is_never_before_the_next_attempt() =>
        Assert.Equal(Noon.AddMinutes(1), (Mailbox.Empty.With(Update("a")) with { NextAttemptAt = Noon.AddMinutes(1) }).DueAt());

    [Fact]
    public void IsBulk_is_true_only_where_all_that_is_pending_came_in_bulk()
    {
        Assert.False(Mailbox.Empty.IsBulk);
        Assert.False(Mailbox.Empty.With(Update("a")).IsBulk);
        Assert.False(Mailbox.Empty.With(Update("a") with { IsBulk = true }, Update("b")).IsBulk);
        Assert.True(Mailbox.Empty.With(Update("a") with { IsBulk = true }, Update("b") with { IsBulk = true }).IsBulk);
    }

    [Fact]
    public void HoldsForATime_is_true_of_whatever_time_takes_away()
    {
        var delivered = Mailbox.Empty.With(Update("a")).Delivered();

        Assert.False(Mailbox.Empty.With(Update("a")).HoldsForATime);
        Assert.True((Mailbox.Empty with { Settled = delivered.Settled }).HoldsForATime);
        Assert.True((Mailbox.Empty with { Delivered = delivered.Delivered }).HoldsForATime);
        Assert.True((Mailbox.Empty with { Erased = new(Noon) }).HoldsForATime);
    }

    [Fact]
    public void Record_numbers_the_attempts_from_one_and_keeps_the_last()
    {
        var mailbox = Mailbox.Empty.With(Update("a"));
        for (var i = 0; i < Mailbox.MaxAttemptsKept + 3; i++)
        {
            mailbox = mailbox.Called(DeliveryOutcome.RetryLater("Later."), Noon + (i * Minute)).Mailbox;
        }

        Assert.Equal(Mailbox.MaxAttemptsKept + 3, mailbox.AttemptNumber);
        Assert.Equal(Enumerable.Range(4, Mailbox.MaxAttemptsKept), mailbox.AttemptLog.Select(attempt => attempt.Number));
        Assert.Equal(mailbox.AttemptLog.TakeLast(PendingUpdate.MaxAttemptsKept).Select(attempt => attempt.Number), mailbox.Pending[0].AttemptNumbers);
    }

    [Fact]
    public void AboutBytes_of_a_detail_counts_all_that_may_be_long()
    {
        var detail = new SettledDetail
        {
            Version = new(1, 1),
            Reason = "Bad",
            Fields = ["email", "name"],
            Overtaken = ["name"],
            Attempts = [new(Noon, "retryLater", Reason: "Later."), new(Noon, "delivered")],
        };

        Assert.Equal(200, new SettledDetail { Version = new(1, 1) }.AboutBytes());
        Assert.Equal(200 + 3 + (5 + 3) + (4 + 3) + (4 + 3) + (100 + 6) + 100, detail.AboutBytes());
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public void Settle_keeps_details_up_to_their_limit_in_bytes(int over, bool keepsTheOldest)
    {
        var small = new SettledDetail { Version = new(1, 1) };
        var large = small with { Reason = new string('x', Mailbox.MaxDetailBytes - (2 * small.AboutBytes()) + over) };

        var mailbox = Mailbox.Empty.Settle([As("old", small), As("new", large)], Noon);

        Assert.NotNull(mailbox.SettledAs("new").Detail);
        Assert.Equal(keepsTheOldest, mailbox.SettledAs("old").Detail is not null);

        static SettledUpdate As(string id, SettledDetail detail) => new(id, UpdateStatus.Rejected, Noon, Noon, null, "body", detail);
    }

    private static Mailbox WithDelivered(int count)
    {
        var mailbox = Mailbox.Empty;
        for (var i = 0; i < count; i++)
        {
            mailbox = mailbox.With(Update($"u{i}") with { KeyHash = $"key of u{i}" }).Delivered();
        }

        return mailbox;
    }
}
