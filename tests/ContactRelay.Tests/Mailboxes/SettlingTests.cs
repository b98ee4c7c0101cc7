using ContactRelay.Mailboxes;
using ContactRelay.Providers;
using Xunit;
using static ContactRelay.Tests.Mailboxes.Given;

namespace ContactRelay.Tests.Mailboxes;

public sealed class SettlingTests
{
    private static readonly DeliveryOutcome Delivered = DeliveryOutcome.Delivered("record-1");

    [Fact]
    public void Settle_delivered_settles_the_batch_and_gives_the_lease_back()
    {
        var result = (Mailbox.Empty.With(Update("a")) with { Attempts = 2, NextAttemptAt = Noon }).Called(Delivered);

        Assert.Empty(result.Mailbox.Pending);
        Assert.Equal("a", Assert.Single(result.Settled).Id);
        Assert.Empty(result.Dead);
        Assert.Null(result.Mailbox.Lease);
        Assert.Equal((0, null), (result.Mailbox.Attempts, result.Mailbox.NextAttemptAt));
    }

    [Fact]
    public void Settle_delivered_tells_why_an_update_was_not_applied_or_not_whole()
    {
        var mailbox = Mailbox.Empty
            .With(Update("old", Fields(("email", "1"))), Update("mixed", Fields(("email", "2"), ("phone", "2"))), Update("new", Fields(("email", "3"))))
            .Delivered();

        Assert.Equal((UpdateStatus.Superseded, "Newer values went in the same call."), (mailbox.StatusOf("old"), mailbox.SettledAs("old").Detail!.Reason));
        Assert.Equal((UpdateStatus.Delivered, "Some of its fields had newer values."), (mailbox.StatusOf("mixed"), mailbox.SettledAs("mixed").Detail!.Reason));
        Assert.Null(mailbox.SettledAs("new").Detail!.Reason);
    }

    [Fact]
    public void Settle_delivered_tells_how()
    {
        var settled = Mailbox.Empty.With(Update("a") with { KeyHash = "key" }).Called(Delivered, Noon.AddSeconds(1)).Mailbox.SettledAs("a");

        Assert.Equal(UpdateStatus.Delivered, settled.Status);
        Assert.Equal((Noon, Noon.AddSeconds(1)), (settled.AcceptedAt, settled.SettledAt));
        Assert.Equal(("key", "body of a"), (settled.KeyHash, settled.BodyHash));
        var detail = settled.Detail!;
        Assert.Equal(("record-1", 200, null, false), (detail.RecordId, detail.HttpStatus, detail.Reason, detail.OutcomeUnknown));
        Assert.Equal(["email"], detail.Fields);
        Assert.Empty(detail.Overtaken);
        Assert.Equal((1, "delivered"), (detail.AttemptCount, Assert.Single(detail.Attempts).Outcome));
        Assert.Equal(new UpdateVersion(Noon.ToUnixTimeMilliseconds(), 1), detail.Version);
    }

    [Fact]
    public void Settle_delivered_remembers_the_version_of_each_field_it_carried()
    {
        var mailbox = Mailbox.Empty.With(Update("a", Fields(("email", "1"), ("phone", "1"))), Update("b")).Delivered();

        Assert.Equal(2, mailbox.Delivered.Count);
        Assert.Equal((1, 2), (mailbox.Delivered["phone"].Sequence, mailbox.Delivered["email"].Sequence));
    }

    [Fact]
    public void Settle_delivered_supersedes_what_had_nothing_in_the_call()
    {
        var mailbox = Mailbox.Empty.With(Update("old"), Update("new")).Delivered();

        Assert.Equal((UpdateStatus.Superseded, UpdateStatus.Delivered), (mailbox.StatusOf("old"), mailbox.StatusOf("new")));
        Assert.Equal(["email"], mailbox.SettledAs("old").Detail!.Overtaken);
        Assert.Equal(UpdateStatus.Accepted, mailbox.SettledAs("old").FirstStatus);
    }

    [Fact]
    public void Settle_delivered_names_the_fields_that_were_overtaken_in_the_call()
    {
        var mailbox = Mailbox.Empty.With(Update("old", Fields(("email", "1"), ("phone", "1"))), Update("new")).Delivered();

        var old = mailbox.SettledAs("old");
        Assert.Equal(UpdateStatus.Delivered, old.Status);
        Assert.Equal(["email", "phone"], old.Detail!.Fields);
        Assert.Equal(["email"], old.Detail.Overtaken);
        Assert.NotNull(old.Detail.Reason);
    }

    [Fact]
    public void Settle_delivered_names_the_fields_that_had_been_overtaken_before()
    {
        var old = Update("old", Fields(("email", "1"), ("phone", "1"))) with { OccurredAt = Noon.AddHours(-1) };
        var mailbox = Mailbox.Empty.With(Update("new")).Delivered().With(old).Delivered();

        Assert.Equal(UpdateStatus.Delivered, mailbox.StatusOf("old"));
        Assert.Equal(["email"], mailbox.SettledAs("old").Detail!.Overtaken);
        Assert.Equal((1, 2), (mailbox.Delivered["email"].Sequence, mailbox.Delivered["phone"].Sequence));
    }

    [Fact]
    public void Settle_delivered_union_delivers_all_that_added_to_it()
    {
        var mailbox = Mailbox.Empty.With(Update("a", Tags("x")), Update("b", Tags("y"))).Delivered();

        Assert.Equal((UpdateStatus.Delivered, UpdateStatus.Delivered), (mailbox.StatusOf("a"), mailbox.StatusOf("b")));
        Assert.Equal(2, mailbox.Delivered["tags"].Sequence);
    }

    [Fact]
    public void Settle_delivered_older_tags_do_not_move_their_version_back()
    {
        var mailbox = Mailbox.Empty.With(Update("new", Tags("x"))).Delivered();
        var before = mailbox.Delivered["tags"];

        mailbox = mailbox.With(Update("old", Tags("y")) with { OccurredAt = Noon.AddHours(-1) }).Delivered();

        Assert.Equal(UpdateStatus.Delivered, mailbox.StatusOf("old"));
        Assert.Equal(before, mailbox.Delivered["tags"]);
    }

    [Fact]
    public void Settle_delivered_remembers_what_the_answer_showed()
    {
        var (leased, batch) = Mailbox.Empty.With(Update("a")).Started();
        var shown = Fields(("email", "shown@example.com"));

        var settled = Settling.Settle(leased, batch, Report(Delivered, known: shown), Noon, MaxAge, Noon);

        Assert.Same(shown, settled!.Mailbox.Known);
    }

    [Fact]
    public void Settle_retry_remembers_nothing_new()
    {
        var known = Fields(("email", "known@example.com"));
        var (leased, batch) = (Mailbox.Empty.With(Update("a")) with { Known = known }).Started();

        var settled = Settling.Settle(leased, batch, Report(DeliveryOutcome.RetryLater("Later.")), Noon, MaxAge, Noon);

        Assert.Same(known, settled!.Mailbox.Known);
    }

    [Theory]
    [MemberData(nameof(OutcomesOfTheBatchAlone))]
    public void Settle_leaves_alone_what_arrived_during_the_call(DeliveryOutcome outcome)
    {
        var (leased, batch) = Mailbox.Empty.With(Update("a")).Started();
        leased = leased.With(Update("arrival"));

        var mailbox = leased.Settled(batch, outcome).Mailbox;

        Assert.Same(leased.FindPending("arrival"), mailbox.FindPending("arrival"));
    }

    public static TheoryData<DeliveryOutcome> OutcomesOfTheBatchAlone() => new(
        Delivered,
        DeliveryOutcome.Rejected("Bad."),
        DeliveryOutcome.RetryLater("Later."),
        DeliveryOutcome.NoAnswer("Silence."),
        DeliveryOutcome.Throttled("Too often."),
        DeliveryOutcome.Unauthorized("No key."));

    [Fact]
    public void Settle_refused_together_is_not_told_to_what_arrived_during_the_call()
    {
        var (leased, batch) = Mailbox.Empty.With(Update("a"), Update("b")).Started();

        var mailbox = leased.With(Update("arrival")).Settled(batch, DeliveryOutcome.Rejected("Bad.")).Mailbox;

        Assert.Equal([true, true, false], mailbox.Pending.Select(update => update.Alone));
    }

    [Fact]
    public void Settle_with_anothers_lease_changes_nothing()
    {
        var (leased, batch) = Mailbox.Empty.With(Update("a")).Started();
        var taken = leased.Begin(Noon + LeaseTime, token: "other").Mailbox;

        Assert.Null(Settling.Settle(taken, batch, Report(Delivered), Noon, MaxAge, Noon + LeaseTime));
    }

    [Fact]
    public void Settle_twice_changes_nothing_the_second_time()
    {
        var (leased, batch) = Mailbox.Empty.With(Update("a")).Started();
        var settled = leased.Settled(batch, Delivered).Mailbox;

        Assert.Null(Settling.Settle(settled, batch, Report(Delivered), Noon, MaxAge, Noon));
    }

    [Fact]
    public void Settle_own_lease_that_has_run_out_still_counts()
    {
        var (leased, batch) = Mailbox.Empty.With(Update("a")).Started();

        Assert.Equal(UpdateStatus.Delivered, leased.Settled(batch, Delivered, Noon.AddHours(1)).Mailbox.StatusOf("a"));
    }

    [Fact]
    public void Settle_more_than_ten_attempts_keeps_the_last_ten_and_the_count()
    {
        var mailbox = Mailbox.Empty.With(Update("a"));
        for (var i = 1; i <= 12; i++)
        {
            mailbox = mailbox.Called(DeliveryOutcome.RetryLater($"Try {i}."), Noon + (i * Minute)).Mailbox;
        }

        Assert.Equal(12, mailbox.Pending[0].AttemptCount);
        Assert.Equal(Enumerable.Range(3, 10).Select(i => $"Try {i}."), mailbox.AttemptsOf(mailbox.Pending[0]).Select(attempt => attempt.Reason!));
    }
}
