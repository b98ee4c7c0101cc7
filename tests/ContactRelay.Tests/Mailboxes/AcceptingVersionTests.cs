using ContactRelay.Mailboxes;
using Xunit;
using static ContactRelay.Tests.Mailboxes.Given;

namespace ContactRelay.Tests.Mailboxes;

public sealed class AcceptingVersionTests
{
    [Fact]
    public void Accept_version_is_the_time_it_occurred() => Assert.Equal(
        Noon.AddHours(-3), VersionTime(Mailbox.Empty.With(Update("a") with { OccurredAt = Noon.AddHours(-3) }), "a"));

    [Fact]
    public void Accept_version_of_a_later_delivery_is_when_it_is_due() => Assert.Equal(
        Noon.AddHours(3), VersionTime(Mailbox.Empty.With(Update("a") with { DeliverAt = Noon.AddHours(3) }), "a"));

    [Fact]
    public void Accept_version_of_a_later_delivery_that_occurred_before_is_when_it_occurred() => Assert.Equal(
        Noon.AddHours(-1),
        VersionTime(Mailbox.Empty.With(Update("a") with { OccurredAt = Noon.AddHours(-1), DeliverAt = Noon.AddHours(3) }), "a"));

    [Fact]
    public void Accept_version_of_the_first_is_now() => Assert.Equal(Noon, VersionTime(Mailbox.Empty.With(Update("a")), "a"));

    [Fact]
    public void Accept_in_the_same_millisecond_is_a_millisecond_newer() => Assert.Equal(
        Noon.AddMilliseconds(1), VersionTime(Mailbox.Empty.With(Update("a"), Update("b")), "b"));

    [Fact]
    public void Accept_after_one_from_the_near_future_is_newer() => Assert.Equal(
        Noon.AddMinutes(5).AddMilliseconds(1),
        VersionTime(Mailbox.Empty.With(Update("a") with { OccurredAt = Noon.AddMinutes(5) }, Update("b")), "b"));

    [Fact]
    public void Accept_on_an_instance_whose_clock_is_behind_is_newer()
    {
        var mailbox = Mailbox.Empty.With(Update("a")).Accept(Update("b"), Noon.AddSeconds(-10)).Mailbox;

        Assert.Equal(Noon.AddMilliseconds(1), VersionTime(mailbox, "b"));
        Assert.Equal(["a", "b"], mailbox.Pending.Ids());
    }

    [Fact]
    public void Accept_after_a_delivery_by_a_clock_ahead_is_newer()
    {
        var mailbox = Mailbox.Empty.Accept(Update("a"), Noon.AddSeconds(10)).Mailbox.Delivered(Noon.AddSeconds(10));

        Assert.Equal(Noon.AddSeconds(10).AddMilliseconds(1), VersionTime(mailbox.Accept(Update("b")).Mailbox, "b"));
    }

    [Fact]
    public void Accept_before_a_scheduled_one_is_due_is_from_now()
    {
        var mailbox = Mailbox.Empty.With(Update("a") with { DeliverAt = Noon.AddHours(1) }, Update("b"));

        Assert.Equal(Noon, VersionTime(mailbox, "b"));
        Assert.Equal(["b", "a"], mailbox.Pending.Ids());
    }

    [Fact]
    public void Accept_once_a_scheduled_one_is_due_is_newer()
    {
        var mailbox = Mailbox.Empty.With(Update("a") with { DeliverAt = Noon.AddHours(1) }).Accept(Update("b"), Noon.AddHours(1)).Mailbox;

        Assert.Equal(Noon.AddHours(1).AddMilliseconds(1), VersionTime(mailbox, "b"));
    }

    [Fact]
    public void Accept_of_the_same_time_goes_after_the_earlier()
    {
        var mailbox = Mailbox.Empty.With(
            Update("a") with { OccurredAt = Noon }, Update("b") with { OccurredAt = Noon }, Update("c") with { OccurredAt = Noon.AddTicks(1) });

        Assert.Equal(["a", "b", "c"], mailbox.Pending.Ids());
        Assert.Single(mailbox.Pending.Select(update => update.Version.UnixMs).Distinct());
    }

    [Fact]
    public void Accept_of_the_same_time_as_the_delivered_is_newer()
    {
        var mailbox = Mailbox.Empty.With(Update("a") with { OccurredAt = Noon }).Delivered();

        Assert.Equal(UpdateStatus.Accepted, mailbox.With(Update("b") with { OccurredAt = Noon }).StatusOf("b"));
    }

    [Fact]
    public void Accept_in_any_order_keeps_the_order_of_versions()
    {
        int[] minutes = [3, -2, 0, 4, -2, 1];

        var mailbox = Mailbox.Empty.With([.. minutes.Select((m, i) => Update($"{m}.{i}") with { OccurredAt = Noon.AddMinutes(m) })]);

        Assert.Equal(["-2.1", "-2.4", "0.2", "1.5", "3.0", "4.3"], mailbox.Pending.Ids());
    }

    [Theory]
    [InlineData(1, 9, 2, 1)]
    [InlineData(1, 1, 1, 2)]
    public void CompareTo_earlier_version_is_less(long unixMs, long sequence, long laterUnixMs, long laterSequence)
    {
        var (earlier, later) = (new UpdateVersion(unixMs, sequence), new UpdateVersion(laterUnixMs, laterSequence));

        Assert.True(earlier < later && earlier <= later && later > earlier && later >= earlier);
        Assert.False(later < earlier || later <= earlier || earlier > later || earlier >= later);
    }

    [Fact]
    public void CompareTo_same_version_is_neither()
    {
        var (one, same) = (new UpdateVersion(1, 2), new UpdateVersion(1, 2));

        Assert.True(one <= same && one >= same);
        Assert.False(one < same || one > same);
    }

    private static DateTimeOffset VersionTime(Mailbox mailbox, string id) =>
        DateTimeOffset.FromUnixTimeMilliseconds(mailbox.FindPending(id)!.Version.UnixMs);
}
