using ContactRelay.Mailboxes;
using ContactRelay.Providers;
using Xunit;
using static ContactRelay.Tests.Mailboxes.Given;

namespace ContactRelay.Tests.Mailboxes;

public sealed class LeasesTests
{
    private static readonly DateTimeOffset LeaseEnd = Noon + LeaseTime;

    [Fact]
    public void Begin_after_a_lost_lease_records_an_attempt_without_an_answer()
    {
        var begun = Lost(Update("a")).Begin(LeaseEnd, token: "other");

        var update = Assert.Single(begun.Mailbox.Pending);
        Assert.Equal((1, true), (update.AttemptCount, update.OutcomeUnknown));
        var attempt = Assert.Single(begun.Mailbox.AttemptsOf(update));
        Assert.Equal((Noon, "noAnswer", true), (attempt.At, attempt.Outcome, attempt.Unknown));
        Assert.Equal("The worker stopped before it saw an answer.", attempt.Reason);
        Assert.Equal(1, begun.Mailbox.Attempts);
        Assert.Equal(1, begun.Batch!.Members[0].AttemptCount);
    }

    [Fact]
    public void Begin_after_a_lost_lease_records_nothing_for_what_arrived_later()
    {
        var begun = Lost(Update("a")).With(Update("arrival")).Begin(LeaseEnd, token: "other");

        Assert.Equal((1, 0), (begun.Mailbox.FindPending("a")!.AttemptCount, begun.Mailbox.FindPending("arrival")!.AttemptCount));
        Assert.Equal(["a", "arrival"], begun.Batch!.Members.Ids());
    }

    [Fact]
    public void Begin_after_a_lost_lease_expires_what_is_over_its_age()
    {
        var late = Noon + MaxAge + Minute;
        var mailbox = Lost(Update("a")).Accept(Update("b"), late).Mailbox;

        var begun = mailbox.Begin(late, token: "other");

        var settled = begun.Mailbox.SettledAs("a");
        Assert.Equal((UpdateStatus.Expired, true, 1), (settled.Status, settled.Detail!.OutcomeUnknown, settled.Detail.AttemptCount));
        Assert.Equal("a@example.com", Assert.Single(begun.Dead).Update.Changes.Text("email"));
        Assert.Equal(["b"], begun.Batch!.Members.Ids());
    }

    [Fact]
    public void Begin_after_a_lost_lease_with_all_expired_is_tidied()
    {
        var begun = Lost(Update("a")).Begin(Noon + MaxAge + Minute, token: "other");

        Assert.Equal(BeginOutcome.Tidied, begun.Outcome);
        Assert.Null(begun.Batch);
        Assert.Null(begun.Mailbox.Lease);
        Assert.Single(begun.Dead);
        Assert.Equal(BeginOutcome.Nothing, begun.Mailbox.Begin().Outcome);
    }

    [Fact]
    public void Begin_without_a_lost_lease_expires_nothing()
    {
        // Only an attempt that comes to nothing expires an update: one that waited long is tried at least once.
        var begun = Mailbox.Empty.With(Update("a")).Begin(Noon + MaxAge + Minute);

        Assert.Equal(BeginOutcome.Started, begun.Outcome);
        Assert.Empty(begun.Dead);
    }

    [Fact]
    public void Begin_after_a_lost_lease_keeps_those_taken_apart_alone()
    {
        var mailbox = Mailbox.Empty.With(Update("a"), Update("b")).Called(DeliveryOutcome.Rejected("Bad.")).Mailbox.Started().Mailbox;

        Assert.Equal(["a"], mailbox.Begin(LeaseEnd, token: "other").Batch!.Members.Ids());
    }

    [Fact]
    public void Recover_without_a_lease_changes_nothing()
    {
        var mailbox = Mailbox.Empty.With(Update("a"));

        Assert.Same(mailbox, Leases.Recover(mailbox, Noon));
    }

    [Fact]
    public void Recover_ends_the_lease_and_waits_for_a_request_that_may_be_on_its_way()
    {
        var recovered = Leases.Recover(Lost(Update("a")), Noon.AddSeconds(1));

        Assert.Null(recovered.Lease);
        Assert.Equal(Noon.AddSeconds(31), recovered.DueAt());
        Assert.Equal((1, 1, true), (recovered.Attempts, recovered.Pending[0].AttemptCount, recovered.Pending[0].OutcomeUnknown));
        Assert.Equal(BeginOutcome.NotDue, recovered.Begin(Noon.AddSeconds(30)).Outcome);
        Assert.Equal(BeginOutcome.Started, recovered.Begin(Noon.AddSeconds(31)).Outcome);
    }

    [Fact]
    public void Recover_makes_the_dead_holders_answer_count_for_nothing()
    {
        var (leased, batch) = Mailbox.Empty.With(Update("a")).Started();

        var recovered = Leases.Recover(leased, Noon);

        Assert.Null(Settling.Settle(recovered, batch, Report(DeliveryOutcome.Delivered("r")), Noon, MaxAge, Noon));
    }

    /// <summary>A mailbox whose lease's holder has died.</summary>
    private static Mailbox Lost(params NewUpdate[] updates) => Mailbox.Empty.With(updates).Started().Mailbox;
}
