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
        var room = MailboxDocument.Write(Mailbox.Empty.With(update)).Length - MailboxDocument.Write(Mailbox.Empty with { Sequence = 1 }).Length + 1;

        Assert.Equal(AcceptOutcome.Accepted, (Mailbox.Empty with { StoredBytes = Accepting.MaxDocumentBytes - room }).Accept(update).Outcome);
        Assert.Equal(AcceptOutcome.Full, (Mailbox.Empty with { StoredBytes = Accepting.MaxDocumentBytes - room + 1 }).Accept(update).Outcome);
    }

    [Theory]
    [InlineData("x", 650)]
    [InlineData("字", 650)]
    [InlineData("\U0001F600", 650)]
    [InlineData("\"", 650)]
    [InlineData("\u0001", 650)]
    [InlineData("字", 10_000)]
    public void Accept_five_hundred_of_any_text_takes_what_can_be_stored_and_no_more(string letter, int length)
    {
        var changes = Fields(("note", string.Concat(Enumerable.Repeat(letter, length))));
        var mailbox = Mailbox.Empty;
        var outcomes = new HashSet<AcceptOutcome>();
        for (var i = 0; i < 500; i++)
        {
            var result = mailbox.Accept(Update($"{i:x32}", changes));
            outcomes.Add(result.Outcome);
            mailbox = result.Mailbox;
        }

        Assert.InRange(MailboxDocument.Write(mailbox).Length, 1, Accepting.MaxDocumentBytes);
        Assert.Subset(new HashSet<AcceptOutcome> { AcceptOutcome.Accepted, AcceptOutcome.Full }, outcomes);
        var delivered = MailboxDocument.Read(MailboxDocument.Write(mailbox.Delivered()));
        Assert.Equal(AcceptOutcome.Accepted, delivered.Accept(Update("next", changes)).Outcome);
    }

    [Fact]
    public void Accept_of_what_can_never_fit_is_too_large()
    {
        var huge = Update("huge", Fields(("note", new string('字', Accepting.MaxDocumentBytes / 3))));

        Assert.Equal(AcceptOutcome.TooLarge, Mailbox.Empty.Accept(huge).Outcome);
        Assert.Equal(AcceptOutcome.TooLarge, Mailbox.Empty.With(Update("a")).Accept(huge).Outcome);
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
