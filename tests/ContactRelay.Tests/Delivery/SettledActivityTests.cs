using System.Text;
using System.Text.Json;
using ContactRelay.Delivery;
using ContactRelay.Mailboxes;
using Xunit;
using static ContactRelay.Tests.Mailboxes.Given;

namespace ContactRelay.Tests.Delivery;

/// <summary>What the index of recent activity says of an update.</summary>
public sealed class SettledActivityTests
{
    [Fact]
    public void Activity_of_an_update_that_was_due_at_once_counts_from_its_acceptance()
    {
        var activity = SettledActivity.Of(Settled(Noon.AddMilliseconds(1500), new() { Version = new(1, 1), HttpStatus = 200, AttemptCount = 3 }));

        Assert.Equal(new("a", UpdateStatus.Delivered, Noon, 1500, 200, 3), activity);
    }

    [Fact]
    public void Activity_of_a_scheduled_update_counts_from_when_it_could_be_delivered()
    {
        var activity = SettledActivity.Of(Settled(Noon.AddSeconds(70), new() { Version = new(1, 1), DeliverAt = Noon + Minute }));

        Assert.Equal(10_000, activity.Milliseconds);
    }

    [Fact]
    public void Activity_of_an_update_that_was_to_be_delivered_before_it_was_accepted_counts_from_its_acceptance()
    {
        var activity = SettledActivity.Of(Settled(Noon.AddSeconds(70), new() { Version = new(1, 1), DeliverAt = Noon - Minute }));

        Assert.Equal(70_000, activity.Milliseconds);
    }

    [Fact]
    public void Activity_of_an_update_that_was_settled_before_it_could_be_delivered_took_no_time()
    {
        var activity = SettledActivity.Of(Settled(Noon.AddSeconds(10), new() { Version = new(1, 1), DeliverAt = Noon + Minute }));

        Assert.Equal(0, activity.Milliseconds);
    }

    [Fact]
    public void Activity_of_an_update_without_its_detail_has_no_attempts()
    {
        var activity = SettledActivity.Of(Settled(Noon + Minute, detail: null));

        Assert.Equal(new("a", UpdateStatus.Delivered, Noon, 60_000, null, 0), activity);
    }

    [Fact]
    public void Dead_are_those_that_were_rejected_or_expired()
    {
        var dead = Enum.GetValues<UpdateStatus>().Where(status => new SettledActivity("a", status, Noon, 0, null, 0).IsDead);

        Assert.Equal([UpdateStatus.Rejected, UpdateStatus.Expired], dead);
    }

    [Fact]
    public void Settlement_is_of_what_was_just_settled_in_whole_milliseconds()
    {
        var key = new MailboxKey("acme", "1");
        var (first, last) = (Settled(Noon, null), Settled(Noon.AddTicks(12_345), null) with { Id = "b" });

        var settlement = Settlement.Of(key, Mailbox.Empty with { JustSettled = [first, last] });

        Assert.NotNull(settlement);
        Assert.Equal(("1", Noon.AddMilliseconds(1)), (settlement.ContactId, settlement.At));
        Assert.Equal(["a", "b"], settlement.Updates.Select(update => update.Id));
        Assert.Equal(new(Noon.AddMilliseconds(1), "a"), settlement.Position);
        Assert.Null(Settlement.Of(key, Mailbox.Empty with { Settled = [first] }));
    }

    [Fact]
    public void Settlement_is_read_as_it_was_written()
    {
        var activity = new SettledActivity("a", UpdateStatus.Rejected, Noon, 1500, 400, 2);

        var read = Settlement.Read(new Settlement("1", Noon + Minute, [activity]).Write());

        Assert.Equal(("1", Noon + Minute, activity), (read.ContactId, read.At, Assert.Single(read.Updates)));
    }

    [Fact]
    public void Settlement_that_is_null_is_none()
    {
        var thrown = Assert.Throws<JsonException>(() => Settlement.Read(Encoding.UTF8.GetBytes("null")));

        Assert.Equal("A row of the activity is null.", thrown.Message);
    }

    private static SettledUpdate Settled(DateTimeOffset at, SettledDetail? detail) =>
        new("a", UpdateStatus.Delivered, Noon, at, null, "body", detail);
}
