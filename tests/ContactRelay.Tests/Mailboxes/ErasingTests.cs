using ContactRelay.Mailboxes;
using ContactRelay.Providers;
using Xunit;
using static ContactRelay.Tests.Mailboxes.Given;

namespace ContactRelay.Tests.Mailboxes;

public sealed class ErasingTests
{
    private static readonly DateTimeOffset Then = Noon + Minute;

    [Fact]
    public void Erase_leaves_nothing_but_numbers_and_a_tombstone()
    {
        var mailbox = Mailbox.Empty.With(Update("a")).Delivered().With(Update("b"));

        var erased = Erasing.Erase(mailbox, Then);

        Assert.Empty(erased.Pending);
        Assert.Empty(erased.Settled);
        Assert.Empty(erased.Delivered);
        Assert.Empty(erased.Known);
        Assert.Empty(erased.AttemptLog);
        Assert.Equal((2, Then), (erased.Sequence, erased.Erased!.At));
        Assert.Equal(0, Ledger.Empty.With(MailboxSummary.Of(new("acme", "7"), erased)).Difference);
    }

    [Fact]
    public void Erase_in_the_middle_of_a_call_keeps_the_lease_and_drops_what_comes_of_the_call()
    {
        var (leased, batch) = Mailbox.Empty.With(Update("a")).Started();
        var erased = Erasing.Erase(leased, Noon);

        Assert.Equal(BeginOutcome.Leased, erased.With(Late("b", Then)).Begin(Then, token: "other").Outcome);
        var settled = erased.Settled(batch, DeliveryOutcome.Delivered("1"), Then);

        Assert.Null(settled.Mailbox.Lease);
        Assert.Empty(settled.Mailbox.Settled);
        Assert.Empty(settled.Mailbox.Delivered);
        Assert.Empty(settled.Mailbox.Known);
        Assert.Empty(settled.Dead);
    }

    [Fact]
    public void Settle_without_an_answer_after_an_erase_still_makes_the_next_call_wait()
    {
        var (leased, batch) = Mailbox.Empty.With(Update("a")).Started();
        var waiting = Erasing.Erase(leased, Noon).With(Late("b", Then));

        var settled = waiting.Settled(batch, DeliveryOutcome.NoAnswer("Time-out"), Then).Mailbox;

        Assert.Equal(Then + Minute, settled.NextAttemptAt);
        Assert.Equal(["b"], settled.Pending.Ids());
    }

    [Theory]
    [InlineData(20, 20)]
    [InlineData(3600, 30)]
    public void Erase_while_a_call_without_an_answer_may_be_on_its_way_keeps_the_next_from_overtaking_it(int waits, int waitsAfter)
    {
        var (leased, batch) = Mailbox.Empty.With(Update("a")).Started();
        var waiting = leased.Settled(batch, DeliveryOutcome.NoAnswer("Time-out"), Noon).Mailbox with { NextAttemptAt = Then.AddSeconds(waits) };

        var erased = Erasing.Erase(waiting, Then);

        Assert.Equal(Then.AddSeconds(waitsAfter), erased.NextAttemptAt);
        Assert.Equal(BeginOutcome.NotDue, erased.With(Late("b", Then + Minute)).Begin(Then).Outcome);
    }

    [Fact]
    public void Lease_that_runs_out_after_an_erase_leaves_no_trace()
    {
        var (leased, _) = Mailbox.Empty.With(Update("a")).Started();

        var begun = Erasing.Erase(leased, Noon).With(Late("b", Then)).Begin(Noon + (2 * LeaseTime));

        Assert.Equal(BeginOutcome.Started, begun.Outcome);
        Assert.Empty(begun.Mailbox.AttemptLog);
    }

    [Fact]
    public void Accept_of_values_from_before_the_erase_is_refused_and_of_newer_ones_is_not()
    {
        var erased = Erasing.Erase(Mailbox.Empty.With(Update("a")), Then);

        Assert.Equal(AcceptOutcome.Erased, erased.Accept(Update("b") with { OccurredAt = Noon }, Then + Minute).Outcome);
        Assert.Equal(AcceptOutcome.Erased, erased.Accept(Update("b") with { OccurredAt = Then }, Then + Minute).Outcome);
        Assert.Equal(AcceptOutcome.Accepted, erased.Accept(Update("b"), Then).Outcome);
        Assert.Equal(AcceptOutcome.Accepted, erased.Accept(Update("b") with { OccurredAt = Then + Minute }, Then + Minute).Outcome);
    }

    [Fact]
    public void Retain_drops_what_was_kept_for_long_enough_and_nothing_earlier()
    {
        var delivered = Mailbox.Empty.With(Update("a")).Delivered();

        Assert.Same(delivered, Erasing.Retain(delivered, Noon + Mailbox.SettledKept));
        Assert.Empty(Erasing.Retain(delivered, Noon + Mailbox.SettledKept + Minute).Settled);
        Assert.Single(Erasing.Retain(delivered, Noon + Mailbox.SettledKept + Minute).Delivered);
        Assert.Empty(Erasing.Retain(delivered, Noon.AddDays(32)).Delivered);
    }

    [Fact]
    public void Retain_takes_the_tombstone_away_after_eight_days()
    {
        var erased = Erasing.Erase(Mailbox.Empty.With(Update("a")), Noon);

        Assert.Same(erased, Erasing.Retain(erased, Noon.AddDays(8)));
        Assert.Null(Erasing.Retain(erased, Noon.AddDays(8) + Minute).Erased);
    }

    [Fact]
    public void Retain_keeps_a_tombstone_beside_what_it_drops()
    {
        var delivered = Mailbox.Empty.With(Update("a")).Delivered();
        var later = Noon + Mailbox.SettledKept + Minute;

        var retained = Erasing.Retain(delivered with { Erased = new(later) }, later);

        Assert.Empty(retained.Settled);
        Assert.Equal(later, retained.Erased!.At);
    }

    [Fact]
    public void Retain_keeps_versions_of_values_that_may_still_come()
    {
        var delivered = Mailbox.Empty.With(Update("a")).Delivered() with { Settled = [] };

        Assert.Same(delivered, Erasing.Retain(delivered, Noon.AddDays(31)));
        Assert.Empty(Erasing.Retain(delivered, Noon.AddDays(31).AddMilliseconds(1)).Delivered);
    }

    [Fact]
    public void Settle_with_an_answer_after_an_erase_lets_the_next_call_be_made()
    {
        var (leased, batch) = Mailbox.Empty.With(Update("a")).Started();

        Assert.Null(Erasing.Erase(leased, Noon).Settled(batch, DeliveryOutcome.Delivered("1"), Then).Mailbox.NextAttemptAt);
    }

    [Fact]
    public void Erase_counts_nothing_where_nothing_was_pending()
    {
        var mailbox = Mailbox.Empty.With(Update("a")).Delivered();

        Assert.Equal([UpdateStatus.Delivered], Erasing.Erase(mailbox, Then).Counts.Keys);
    }

    [Fact]
    public void Erased_mailbox_is_the_same_when_stored_and_read()
    {
        var (leased, _) = Mailbox.Empty.With(Update("a")).Started();
        var erased = Erasing.Erase(leased, Then);

        var read = MailboxDocument.Read(MailboxDocument.Write(erased));

        Assert.Equal(Then, read.Erased!.At);
        Assert.Empty(read.Lease!.Members);
        Assert.DoesNotContain("example.com", System.Text.Encoding.UTF8.GetString(MailboxDocument.Write(erased)), StringComparison.Ordinal);
    }

    private static NewUpdate Late(string id, DateTimeOffset at) => Update(id) with { OccurredAt = at };
}
