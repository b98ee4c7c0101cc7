using ContactRelay.Contacts;
using ContactRelay.Mailboxes;
using Xunit;
using static ContactRelay.Tests.Mailboxes.Given;

namespace ContactRelay.Tests.Mailboxes;

public sealed class AcceptingLimitTests
{
    [Fact]
    public void Accept_thousandth_is_accepted_and_the_next_is_refused()
    {
        var mailbox = Mailbox.Empty.With([.. Enumerable.Range(0, Accepting.MaxPending).Select(i => Update($"u{i}"))]);

        var refused = mailbox.Accept(Update("one too many"));

        Assert.Equal(1000, mailbox.Pending.Length);
        Assert.Equal(AcceptOutcome.Full, refused.Outcome);
        Assert.Same(mailbox, refused.Mailbox);
        Assert.Null(refused.WakeAt);
    }

    [Fact]
    public void Accept_replay_is_answered_in_a_full_mailbox()
    {
        var mailbox = Mailbox.Empty.With([.. Enumerable.Range(0, Accepting.MaxPending).Select(i => Update($"u{i}"))]);

        Assert.Equal(AcceptOutcome.Accepted, mailbox.Accept(Update("u7")).Outcome);
    }

    [Fact]
    public void Accept_into_a_document_at_its_limit_is_refused()
    {
        var update = Update("a");
        var room = update.Changes.Sum(field => field.Key.Length + (2 * field.Value.Json.Length));

        Assert.Equal(AcceptOutcome.Accepted, (Mailbox.Empty with { StoredBytes = Accepting.MaxDocumentBytes - room }).Accept(update).Outcome);
        Assert.Equal(AcceptOutcome.Full, (Mailbox.Empty with { StoredBytes = Accepting.MaxDocumentBytes - room + 1 }).Accept(update).Outcome);
    }

    [Fact]
    public void Accept_what_is_superseded_at_once_needs_no_room()
    {
        var mailbox = Mailbox.Empty.With(Update("new")).Delivered() with { StoredBytes = Accepting.MaxDocumentBytes };

        Assert.Equal(UpdateStatus.Superseded, mailbox.With(Update("old") with { OccurredAt = Noon.AddDays(-1) }).StatusOf("old"));
    }

    [Fact]
    public void Accept_three_hundred_fields_is_accepted_and_one_more_is_refused()
    {
        var mailbox = Mailbox.Empty
            .With(Update("delivered", OwnFields(0, 100))).Delivered()
            .With(Update("pending", OwnFields(100, 100)), Update("overlapping", OwnFields(150, 150)));

        var refused = mailbox.Accept(Update("new", OwnFields(300, 1)));

        Assert.Equal(AcceptOutcome.TooManyFields, refused.Outcome);
        Assert.Same(mailbox, refused.Mailbox);
    }

    [Fact]
    public void Accept_of_known_fields_only_is_accepted_at_the_limit()
    {
        var mailbox = Mailbox.Empty.With(Update("all", OwnFields(0, Accepting.MaxFields)));

        Assert.Equal(AcceptOutcome.Accepted, mailbox.Accept(Update("again", OwnFields(0, Accepting.MaxFields))).Outcome);
    }

    [Fact]
    public void Accept_of_known_fields_and_a_new_one_is_refused_at_the_limit()
    {
        var pending = Mailbox.Empty.With(Update("all", OwnFields(0, Accepting.MaxFields)));

        Assert.Equal(AcceptOutcome.TooManyFields, pending.Accept(Update("more", OwnFields(1, Accepting.MaxFields))).Outcome);
        Assert.Equal(AcceptOutcome.TooManyFields, pending.Delivered().Accept(Update("more", OwnFields(1, Accepting.MaxFields))).Outcome);
    }

    [Fact]
    public void Accept_of_fields_that_only_an_older_update_has_is_accepted_at_the_limit()
    {
        var mailbox = Mailbox.Empty.With(Update("all", OwnFields(0, Accepting.MaxFields)), Update("last", OwnFields(7, 1)));

        Assert.Equal(AcceptOutcome.Accepted, mailbox.Accept(Update("again", OwnFields(3, 2))).Outcome);
        Assert.Equal(AcceptOutcome.TooManyFields, mailbox.Accept(Update("more", OwnFields(Accepting.MaxFields, 1))).Outcome);
    }

    private static ContactFields OwnFields(int from, int count) =>
        Fields([.. Enumerable.Range(from, count).Select(i => (FieldPath.Own($"f{i}"), "x"))]);
}
