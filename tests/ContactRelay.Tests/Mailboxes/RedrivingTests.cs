using ContactRelay.Mailboxes;
using ContactRelay.Providers;
using Xunit;
using static ContactRelay.Tests.Mailboxes.Given;

namespace ContactRelay.Tests.Mailboxes;

public sealed class RedrivingTests
{
    private static readonly DateTimeOffset Later = Noon.AddDays(10);

    [Fact]
    public void Redrive_of_a_rejected_update_makes_it_pending_with_its_id_and_version()
    {
        var (mailbox, dead) = Rejected();

        var result = Redriving.Redrive(mailbox, dead, UpdateStatus.Rejected, Merge, Later);

        Assert.Equal(RedriveOutcome.Pending, result.Outcome);
        var pending = Assert.Single(result.Mailbox.Pending);
        Assert.Equal((dead.Id, dead.Version, true, true), (pending.Id, pending.Version, pending.Alone, pending.IsBulk));
        Assert.Equal(0, result.Mailbox.Counts[UpdateStatus.Rejected]);
        Assert.Equal(1, result.Mailbox.Sequence);
    }

    [Fact]
    public void Redrive_starts_the_age_again()
    {
        var (mailbox, dead) = Rejected();

        var pending = Redriving.Redrive(mailbox, dead, UpdateStatus.Rejected, Merge, Later).Mailbox.Pending[0];

        Assert.False(pending.IsOver(MaxAge, Later + MaxAge));
        Assert.True(pending.IsOver(MaxAge, Later + MaxAge + Minute));
    }

    [Fact]
    public void Redrive_of_an_update_before_its_time_still_waits_for_it()
    {
        var (mailbox, dead) = Rejected();
        var due = Later.AddDays(1);

        var redriven = Redriving.Redrive(mailbox, dead with { DeliverAt = due }, UpdateStatus.Rejected, Merge, Later).Mailbox;

        Assert.Equal((due, due), (redriven.Pending[0].DeliverAt, redriven.DueAt()));
        Assert.False(redriven.Pending[0].IsOver(MaxAge, due + MaxAge));
        Assert.Null(Redriving.Redrive(mailbox, dead with { DeliverAt = due }, UpdateStatus.Rejected, Merge, due).Mailbox.Pending[0].DeliverAt);
    }

    [Fact]
    public void Redrive_again_changes_nothing()
    {
        var (mailbox, dead) = Rejected();
        var redriven = Redriving.Redrive(mailbox, dead, UpdateStatus.Rejected, Merge, Later).Mailbox;

        var again = Redriving.Redrive(redriven, dead, UpdateStatus.Rejected, Merge, Later);

        Assert.Equal(RedriveOutcome.Pending, again.Outcome);
        Assert.Same(redriven, again.Mailbox);
    }

    [Fact]
    public void Redrive_of_what_has_been_delivered_since_changes_nothing()
    {
        var (mailbox, dead) = Rejected();
        var delivered = Redriving.Redrive(mailbox, dead, UpdateStatus.Rejected, Merge, Later).Mailbox.Delivered(Later);

        var again = Redriving.Redrive(delivered, dead, UpdateStatus.Rejected, Merge, Later);

        Assert.Equal(RedriveOutcome.NotDead, again.Outcome);
        Assert.Same(delivered, again.Mailbox);
    }

    [Fact]
    public void Redrive_of_an_update_that_newer_values_have_overtaken_settles_it_without_a_call()
    {
        var (mailbox, dead) = Rejected();
        var newer = mailbox.With(Update("b")).Delivered();

        var result = Redriving.Redrive(newer, dead, UpdateStatus.Rejected, Merge, Later);

        Assert.Equal(RedriveOutcome.Superseded, result.Outcome);
        Assert.Equal(UpdateStatus.Superseded, result.Mailbox.StatusOf("a"));
        Assert.Equal("Newer values had been delivered when it was redriven.", result.Mailbox.SettledAs("a").Detail!.Reason);
        Assert.Empty(result.Mailbox.Pending);
    }

    [Fact]
    public void Redrive_into_a_mailbox_that_is_full_changes_nothing()
    {
        var (mailbox, dead) = Rejected();
        var full = mailbox with { StoredBytes = Accepting.MaxDocumentBytes };

        var result = Redriving.Redrive(full, dead, UpdateStatus.Rejected, Merge, Later);

        Assert.Equal(RedriveOutcome.Full, result.Outcome);
        Assert.Same(full, result.Mailbox);
    }

    [Fact]
    public void Redrive_of_more_fields_than_a_contact_may_have_changes_nothing()
    {
        var (mailbox, dead) = Rejected();
        var wide = mailbox.With(Update("b", Fields([.. Enumerable.Range(0, Accepting.MaxFields).Select(i => ($"fields.f{i}", "x"))])));

        var result = Redriving.Redrive(wide, dead, UpdateStatus.Rejected, Merge, Later);

        Assert.Equal(RedriveOutcome.Refused, result.Outcome);
        Assert.Same(wide, result.Mailbox);
    }

    [Fact]
    public void Redrive_under_a_new_id_keeps_the_version_and_is_found_by_both_ids()
    {
        var (mailbox, dead) = Rejected();

        var redriven = Redriving.Redrive(mailbox, dead with { KeyHash = "key" }, UpdateStatus.Rejected, Merge, Later, "new").Mailbox;

        var pending = Assert.Single(redriven.Pending);
        Assert.Equal(("new", dead.Version, null), (pending.Id, pending.Version, pending.KeyHash));
        Assert.Same(pending, redriven.FindPending("a"));
        Assert.Equal((0, 1), (redriven.Counts[UpdateStatus.Rejected], redriven.Sequence));
        Assert.Null(redriven.FindSettled("a"));
        var delivered = MailboxDocument.Read(MailboxDocument.Write(MailboxDocument.Read(MailboxDocument.Write(redriven)).Delivered(Later)));
        Assert.Equal((UpdateStatus.Delivered, UpdateStatus.Delivered), (delivered.StatusOf("a"), delivered.StatusOf("new")));
    }

    [Fact]
    public void Redrive_under_a_new_id_again_changes_nothing_whatever_became_of_it()
    {
        var (mailbox, dead) = Rejected();
        var redriven = Redriving.Redrive(mailbox, dead, UpdateStatus.Rejected, Merge, Later, "new").Mailbox;
        var refused = redriven.Called(DeliveryOutcome.Rejected("Still no such field"), Later).Mailbox;

        Assert.Equal((RedriveOutcome.Pending, redriven), Again(redriven));
        Assert.Equal((RedriveOutcome.NotDead, refused), Again(refused));

        (RedriveOutcome, Mailbox) Again(Mailbox now)
        {
            var again = Redriving.Redrive(now, dead, UpdateStatus.Rejected, Merge, Later, "newer");
            Assert.Same(now, again.Mailbox);
            return (again.Outcome, again.Mailbox);
        }
    }

    [Fact]
    public void Redrive_under_a_new_id_of_what_newer_values_have_overtaken_settles_it_without_a_call()
    {
        var (mailbox, dead) = Rejected();
        var newer = Erasing.Retain(mailbox.With(Update("b")).Delivered(), Noon.AddDays(80));

        var result = Redriving.Redrive(newer, dead, UpdateStatus.Rejected, Merge, Noon.AddDays(80), "new");

        Assert.Equal((RedriveOutcome.Superseded, UpdateStatus.Superseded), (result.Outcome, result.Mailbox.StatusOf("a")));
    }

    [Fact]
    public void Cancel_by_a_former_id_is_refused_as_by_the_new_one()
    {
        var (mailbox, dead) = Rejected();
        var redriven = Redriving.Redrive(mailbox, dead, UpdateStatus.Rejected, Merge, Later, "new").Mailbox;

        Assert.Equal(CancelOutcome.TooLate, Cancelling.Cancel(redriven, "a", Later).Outcome);
    }

    [Fact]
    public void Redrive_leaves_what_else_is_settled()
    {
        var (mailbox, dead) = Rejected();
        var others = mailbox.With(Update("b", Fields(("phone", "1")))).Delivered();

        var redriven = Redriving.Redrive(others, dead, UpdateStatus.Rejected, Merge, Later).Mailbox;

        Assert.Equal(["b"], redriven.Settled.Select(settled => settled.Id));
    }

    [Fact]
    public void Redrive_of_an_update_that_the_mailbox_has_never_counted_as_dead_changes_nothing()
    {
        var (_, dead) = Rejected();
        var another = Mailbox.Empty.With(Update("b"));

        var result = Redriving.Redrive(another, dead, UpdateStatus.Rejected, Merge, Later);

        Assert.Equal(RedriveOutcome.NotDead, result.Outcome);
        Assert.Same(another, result.Mailbox);
    }

    [Fact]
    public void Redrive_goes_before_newer_updates_that_are_pending()
    {
        var (mailbox, dead) = Rejected();

        var result = Redriving.Redrive(mailbox.With(Update("b")), dead, UpdateStatus.Rejected, Merge, Later);

        Assert.Equal(["a", "b"], result.Mailbox.Pending.Ids());
    }

    [Fact]
    public void Redrive_of_an_erased_contact_changes_nothing()
    {
        var (mailbox, dead) = Rejected();

        var result = Redriving.Redrive(Erasing.Erase(mailbox, Noon + Minute), dead, UpdateStatus.Rejected, Merge, Later);

        Assert.Equal(RedriveOutcome.NotDead, result.Outcome);
        Assert.Empty(result.Mailbox.Pending);
    }

    [Fact]
    public void Redrive_and_discard_of_an_update_whose_settling_is_not_saved_yet_change_nothing()
    {
        var (_, dead) = Rejected();
        var pending = Mailbox.Empty.With(Update("a"));

        var redriven = Redriving.Redrive(pending, dead, UpdateStatus.Rejected, Merge, Later);
        var discarded = Redriving.Discard(pending, dead, UpdateStatus.Rejected, "Test data", Later);

        Assert.Equal((RedriveOutcome.NotDeadYet, RedriveOutcome.NotDeadYet), (redriven.Outcome, discarded.Outcome));
        Assert.Same(pending, redriven.Mailbox);
        Assert.Same(pending, discarded.Mailbox);
    }

    [Fact]
    public void Redrive_of_what_was_accepted_after_an_erase_by_a_slower_clock_makes_it_pending()
    {
        var erased = Erasing.Erase(Mailbox.Empty, Noon + Minute);
        var result = erased.With(Update("a")).Called(DeliveryOutcome.Rejected("No such field", RefusalScope.Fields));

        var redriven = Redriving.Redrive(result.Mailbox, Assert.Single(result.Dead).Update, UpdateStatus.Rejected, Merge, Later);

        Assert.Equal(RedriveOutcome.Pending, redriven.Outcome);
        Assert.Equal("a", Assert.Single(redriven.Mailbox.Pending).Id);
    }

    [Fact]
    public void Discard_keeps_the_reason_and_moves_the_count()
    {
        var (mailbox, dead) = Rejected();

        var result = Redriving.Discard(mailbox, dead, UpdateStatus.Rejected, "Test data", Later);

        Assert.Equal(RedriveOutcome.Discarded, result.Outcome);
        Assert.Equal((UpdateStatus.Discarded, "Test data"), (result.Mailbox.StatusOf("a"), result.Mailbox.SettledAs("a").Detail!.Reason));
        Assert.Equal((0, 1), (result.Mailbox.Counts[UpdateStatus.Rejected], result.Mailbox.Counts[UpdateStatus.Discarded]));
        Assert.Equal(RedriveOutcome.NotDead, Redriving.Discard(result.Mailbox, dead, UpdateStatus.Rejected, "Again", Later).Outcome);
    }

    [Fact]
    public void Discard_of_what_has_been_redriven_changes_nothing()
    {
        var (mailbox, dead) = Rejected();
        var redriven = Redriving.Redrive(mailbox, dead, UpdateStatus.Rejected, Merge, Later).Mailbox;

        Assert.Same(redriven, Redriving.Discard(redriven, dead, UpdateStatus.Rejected, "Test data", Later).Mailbox);
    }

    private static (Mailbox Mailbox, PendingUpdate Dead) Rejected()
    {
        var result = Mailbox.Empty.With(Update("a")).Called(DeliveryOutcome.Rejected("No such field", RefusalScope.Fields));
        return (result.Mailbox, Assert.Single(result.Dead).Update);
    }
}
