using ContactRelay.Contacts;
using ContactRelay.Mailboxes;
using ContactRelay.Providers;
using Xunit;
using static ContactRelay.Tests.Mailboxes.Given;

namespace ContactRelay.Tests.Mailboxes;

/// <summary>
/// Whatever a mailbox has accepted it must be able to settle, so its document must never outgrow what storage takes:
/// a settle that cannot be saved is a call that is made again and again.
/// </summary>
public sealed class MailboxDocumentSizeTests
{
    /// <summary>The largest document that can be stored.</summary>
    private const int MaxStored = 960 * 1024;

    [Fact]
    public void Write_full_of_updates_that_were_tried_often_can_be_stored()
    {
        var mailbox = Mailbox.Empty.With([.. Enumerable.Range(0, Accepting.MaxPending).Select(i => Update($"{i:x32}"))]);
        for (var i = 1; i <= PendingUpdate.MaxAttemptsKept; i++)
        {
            mailbox = mailbox.Called(DeliveryOutcome.RetryLater(new string('x', DeliveryOutcome.MaxReasonBytes)), Noon + (i * Minute)).Mailbox;
        }

        Assert.InRange(MailboxDocument.Write(mailbox).Length, 1, MaxStored);
    }

    [Fact]
    public void Write_fifty_details_with_providers_error_pages_can_be_stored()
    {
        // Markup, as in the page of a gateway that is out of order, is what JSON escapes most.
        var reason = string.Concat(Enumerable.Repeat("<p>", DeliveryOutcome.MaxReasonBytes / 3));
        var mailbox = Mailbox.Empty.With([.. Enumerable.Range(0, Mailbox.MaxDetails).Select(i => Update($"{i:x32}"))]);
        for (var i = 1; i <= PendingUpdate.MaxAttemptsKept; i++)
        {
            mailbox = mailbox.Called(DeliveryOutcome.RetryLater(reason), Noon + (i * Minute)).Mailbox;
        }

        Assert.InRange(MailboxDocument.Write(mailbox.Delivered(Noon.AddHours(1))).Length, 1, MaxStored);
    }

    [Fact]
    public void Write_fifty_details_of_wide_updates_can_be_stored()
    {
        var mailbox = Mailbox.Empty;
        for (var i = 0; i < Mailbox.MaxDetails; i++)
        {
            mailbox = MailboxDocument.Read(MailboxDocument.Write(mailbox.With(Wide($"u{i}")).Delivered()));
        }

        Assert.InRange(MailboxDocument.Write(mailbox).Length, 1, MaxStored);
    }

    [Fact]
    public void Accept_with_nothing_pending_is_never_full()
    {
        // "Full" asks the caller to come back once some of what is pending has been delivered.
        var mailbox = Mailbox.Empty;
        for (var i = 0; i < Mailbox.MaxDetails; i++)
        {
            Assert.Equal(AcceptOutcome.Accepted, mailbox.Accept(Wide($"u{i}")).Outcome);
            mailbox = MailboxDocument.Read(MailboxDocument.Write(mailbox.With(Wide($"u{i}")).Delivered()));
        }
    }

    [Fact]
    public void Write_after_an_answer_that_says_far_too_much_stays_small()
    {
        var (leased, batch) = Mailbox.Empty.With(Update("a")).Started();
        var report = Report(DeliveryOutcome.Delivered(new string('7', 1_000_000)), known: Fields(("email", new string('x', 1_000_000))));

        var settled = Settling.Settle(leased, batch, report, Noon + Minute, MaxAge, Noon)!.Mailbox;

        Assert.InRange(MailboxDocument.Write(settled).Length, 1, 2_000);
    }

    /// <summary>An update of 300 fields with long names, less than 32 KiB as a request.</summary>
    private static NewUpdate Wide(string id) =>
        Update(id, Fields([.. Enumerable.Range(0, Accepting.MaxFields).Select(i => (FieldPath.Own($"{i:d3}".PadRight(90, 'n')), "x"))]));
}
