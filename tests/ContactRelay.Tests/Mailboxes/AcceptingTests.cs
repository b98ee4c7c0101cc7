using ContactRelay.Contacts;
using ContactRelay.Mailboxes;
using ContactRelay.Providers;
using Xunit;
using static ContactRelay.Tests.Mailboxes.Given;

namespace ContactRelay.Tests.Mailboxes;

public sealed class AcceptingTests
{
    [Fact]
    public void Accept_new_update_is_pending_and_due_at_once()
    {
        var update = Update("a") with { KeyHash = "key" };

        var result = Mailbox.Empty.Accept(update);

        Assert.Equal((AcceptOutcome.Accepted, "a", UpdateStatus.Accepted, Noon), (result.Outcome, result.UpdateId, result.FirstStatus, result.WakeAt));
        var pending = Assert.Single(result.Mailbox.Pending);
        Assert.Equal(
            new PendingUpdate
            {
                Id = "a",
                Version = new(Noon.ToUnixTimeMilliseconds(), 1),
                Changes = update.Changes,
                AcceptedAt = Noon,
                KeyHash = "key",
                BodyHash = "body of a",
                AttemptNumbers = pending.AttemptNumbers,
            },
            pending);
        Assert.Empty(pending.AttemptNumbers);
    }

    [Fact]
    public void Accept_takes_the_next_sequence_number()
    {
        var mailbox = Mailbox.Empty.With(Update("a"), Update("b"));

        Assert.Equal(2, mailbox.Sequence);
        Assert.Equal([1, 2], mailbox.Pending.Select(update => update.Version.Sequence));
    }

    [Fact]
    public void Accept_during_a_call_touches_nothing_of_the_delivery()
    {
        var (leased, _) = (Mailbox.Empty.With(Update("a")) with { Attempts = 3, NextAttemptAt = Noon }).Started();

        var after = leased.Accept(Update("b")).Mailbox;

        Assert.Same(leased.Lease, after.Lease);
        Assert.Equal((3, Noon), (after.Attempts, after.NextAttemptAt));
        Assert.Same(leased.FindPending("a"), after.FindPending("a"));
    }

    [Fact]
    public void Accept_later_delivery_is_woken_then()
    {
        var result = Mailbox.Empty.Accept(Update("a") with { DeliverAt = Noon.AddHours(2) });

        Assert.Equal(Noon.AddHours(2), result.WakeAt);
        Assert.Equal(Noon.AddHours(2), result.Mailbox.Pending[0].DeliverAt);
    }

    [Fact]
    public void Accept_delivery_time_that_has_passed_is_due_at_once()
    {
        var result = Mailbox.Empty.Accept(Update("a") with { DeliverAt = Noon.AddSeconds(-1) });

        Assert.Equal(Noon, result.WakeAt);
        Assert.Null(result.Mailbox.Pending[0].DeliverAt);
    }

    [Fact]
    public void Accept_delivery_time_that_is_now_is_due_at_once() =>
        Assert.Null(Mailbox.Empty.Accept(Update("a") with { DeliverAt = Noon }).Mailbox.Pending[0].DeliverAt);

    [Fact]
    public void Accept_counts_the_bytes_that_it_adds_to_the_document()
    {
        var mailbox = MailboxDocument.Read(MailboxDocument.Write(Mailbox.Empty.With(Update("first"))));

        var accepted = mailbox.Accept(Update("second", Fields(("name", "Zoë"), ("city", "東京 \"\\\n"))) with { KeyHash = "key" }).Mailbox;

        Assert.Equal(MailboxDocument.Write(accepted).Length, accepted.StoredBytes);
    }

    [Fact]
    public void Accept_of_what_newer_values_have_overtaken_says_so()
    {
        var delivered = Mailbox.Empty.With(Update("a")).Delivered();

        var result = delivered.Accept(Update("b") with { OccurredAt = Noon.AddHours(-1) });

        Assert.Equal("Newer values had been delivered already.", result.Mailbox.SettledAs("b").Detail!.Reason);
    }

    [Fact]
    public void IsOvertaken_is_false_of_the_very_version_that_was_delivered()
    {
        var delivered = Mailbox.Empty.With(Update("a")).Delivered();
        var version = delivered.Delivered["email"];

        Assert.False(delivered.IsOvertaken("email", version));
        Assert.True(delivered.IsOvertaken("email", version with { Sequence = version.Sequence - 1 }));
        Assert.False(delivered.IsOvertaken("phone", version));
    }

    [Fact]
    public void Accept_same_id_again_changes_nothing()
    {
        var mailbox = Mailbox.Empty.With(Update("a"));

        var again = mailbox.Accept(Update("a"), Noon.AddMinutes(1));

        Assert.Same(mailbox, again.Mailbox);
        Assert.Equal((AcceptOutcome.Accepted, "a", UpdateStatus.Accepted, Noon), (again.Outcome, again.UpdateId, again.FirstStatus, again.WakeAt));
    }

    [Fact]
    public void Accept_id_that_is_settled_wakes_nobody()
    {
        var mailbox = Mailbox.Empty.With(Update("a")).Delivered();

        var again = mailbox.Accept(Update("a"));

        Assert.Same(mailbox, again.Mailbox);
        Assert.Equal((AcceptOutcome.Accepted, UpdateStatus.Accepted, null), (again.Outcome, again.FirstStatus, again.WakeAt));
    }

    [Fact]
    public void Accept_key_again_with_the_same_body_is_a_replay()
    {
        var mailbox = Mailbox.Empty.With(Update("a") with { KeyHash = "key", DeliverAt = Noon.AddHours(1) });

        var again = mailbox.Accept(Update("b") with { KeyHash = "key", BodyHash = "body of a" });

        Assert.Same(mailbox, again.Mailbox);
        Assert.Equal((AcceptOutcome.Replayed, "a", Noon.AddHours(1)), (again.Outcome, again.UpdateId, again.WakeAt));
    }

    [Fact]
    public void Accept_key_of_a_settled_update_is_a_replay_that_wakes_nobody()
    {
        var mailbox = Mailbox.Empty.With(Update("a") with { KeyHash = "key" }).Delivered();

        var again = mailbox.Accept(Update("b") with { KeyHash = "key", BodyHash = "body of a" });

        Assert.Equal((AcceptOutcome.Replayed, "a", UpdateStatus.Accepted, null), (again.Outcome, again.UpdateId, again.FirstStatus, again.WakeAt));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Accept_key_with_another_body_is_refused(bool settled)
    {
        var mailbox = Mailbox.Empty.With(Update("a") with { KeyHash = "key" });
        mailbox = settled ? mailbox.Delivered() : mailbox;

        var reused = mailbox.Accept(Update("b") with { KeyHash = "key" });

        Assert.Equal(AcceptOutcome.KeyReused, reused.Outcome);
        Assert.Same(mailbox, reused.Mailbox);
    }

    [Fact]
    public void Accept_same_body_without_a_key_is_another_update()
    {
        var mailbox = Mailbox.Empty.With(Update("a"), Update("b") with { BodyHash = "body of a" });

        Assert.Equal(["a", "b"], mailbox.Pending.Ids());
    }

    [Fact]
    public void FindEarlier_new_update_is_null() => Assert.Null(Accepting.FindEarlier(Mailbox.Empty.With(Update("a")), Update("b")));

    [Fact]
    public void Accept_older_in_every_field_is_superseded_at_once()
    {
        var mailbox = Mailbox.Empty.With(Update("new")).Delivered();

        var result = mailbox.Accept(Update("old") with { OccurredAt = Noon.AddDays(-1), KeyHash = "key" });

        Assert.Equal((AcceptOutcome.Accepted, UpdateStatus.Superseded, null), (result.Outcome, result.FirstStatus, result.WakeAt));
        Assert.Empty(result.Mailbox.Pending);
        Assert.Equal(2, result.Mailbox.Sequence);
        Assert.Equal(UpdateStatus.Superseded, result.Mailbox.StatusOf("old"));
        Assert.Equal(1, result.Mailbox.Counts[UpdateStatus.Superseded]);
    }

    [Fact]
    public void Accept_replay_of_one_superseded_at_once_says_so_again()
    {
        var old = Update("old") with { OccurredAt = Noon.AddDays(-1), KeyHash = "key" };
        var mailbox = Mailbox.Empty.With(Update("new")).Delivered().With(old);

        var again = mailbox.Accept(old with { Id = "again" });

        Assert.Equal((AcceptOutcome.Replayed, "old", UpdateStatus.Superseded), (again.Outcome, again.UpdateId, again.FirstStatus));
    }

    [Fact]
    public void Accept_older_in_some_fields_is_pending()
    {
        var mailbox = Mailbox.Empty.With(Update("new")).Delivered();
        var old = Update("old", Fields(("email", "old@example.com"), ("phone", "1"))) with { OccurredAt = Noon.AddDays(-1) };

        Assert.Equal(UpdateStatus.Accepted, mailbox.With(old).StatusOf("old"));
    }

    [Fact]
    public void Accept_older_than_what_is_pending_is_pending()
    {
        var mailbox = Mailbox.Empty.With(Update("new"), Update("old") with { OccurredAt = Noon.AddDays(-1) });

        Assert.Equal(["old", "new"], mailbox.Pending.Ids());
    }

    [Fact]
    public void Accept_older_than_what_was_refused_is_pending()
    {
        var mailbox = Mailbox.Empty.With(Update("new")).Called(DeliveryOutcome.Rejected("Bad.")).Mailbox;

        Assert.Equal(UpdateStatus.Accepted, mailbox.With(Update("old") with { OccurredAt = Noon.AddDays(-1) }).StatusOf("old"));
    }

    [Fact]
    public void Accept_older_tags_are_pending_since_they_add()
    {
        var mailbox = Mailbox.Empty.With(Update("new", Tags("x"))).Delivered();

        Assert.Equal(UpdateStatus.Accepted, mailbox.With(Update("old", Tags("y")) with { OccurredAt = Noon.AddDays(-1) }).StatusOf("old"));
    }

    [Fact]
    public void Accept_does_not_change_the_mailbox_it_was_given()
    {
        var mailbox = Mailbox.Empty.With(Update("a"));

        mailbox.Accept(Update("b"));

        Assert.Equal(["a"], mailbox.Pending.Ids());
        Assert.Equal(1, mailbox.Sequence);
        Assert.Equal(FieldValue.Text("a@example.com"), mailbox.Pending[0].Changes["email"]);
    }
}
