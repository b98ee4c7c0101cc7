using ContactRelay.Delivery;
using ContactRelay.Mailboxes;
using ContactRelay.Tests.Mailboxes;
using Xunit;

namespace ContactRelay.Tests.Delivery;

/// <summary>What is stored and has no wake-up, as after a crash between the two, is found by the minute's timer.</summary>
public sealed class OverdueWakeUpsTests : IAsyncDisposable
{
    private readonly HandlerUnderTest _handler = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private RelayUnderTest Relay => _handler.Relay;

    public ValueTask DisposeAsync() => _handler.DisposeAsync();

    [Theory]
    [InlineData(119, 0)]
    [InlineData(121, 1)]
    public async Task Send_wakes_what_is_overdue_by_two_minutes(int seconds, int wakeUps)
    {
        await _handler.PutAsync(Pending("a"));
        Relay.Pass(TimeSpan.FromSeconds(seconds));

        await SendAsync();

        Assert.Equal(wakeUps, _handler.Sent.Count);
        Assert.All(_handler.Sent, sent => Assert.Equal((QueueNames.Updates, TimeSpan.Zero), (sent.Queue, sent.Delay)));
        Assert.All(_handler.Sent, sent => Assert.Contains("\"contactId\":\"1\"", sent.Text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Send_wakes_once_for_as_long_as_it_stays_due()
    {
        await _handler.PutAsync(Pending("a"));
        Relay.Pass(TimeSpan.FromMinutes(3));

        await SendAsync();
        Relay.Pass(TimeSpan.FromMinutes(3));
        await SendAsync();

        Assert.Single(_handler.Sent);
    }

    [Fact]
    public async Task Send_leaves_what_is_being_delivered_scheduled_or_settled()
    {
        await _handler.PutAsync(Pending("a").Started(Relay.Now.AddMinutes(3)).Mailbox, "leased");
        await _handler.PutAsync(Pending("a", Relay.Now.AddMinutes(3)), "scheduled");
        await _handler.PutAsync(Pending("a").Delivered(Relay.Now), "settled");
        Relay.Pass(TimeSpan.FromMinutes(3));

        await SendAsync();

        Assert.Empty(_handler.Sent);
    }

    [Fact]
    public async Task Send_wakes_a_thousand_in_one_run_and_the_others_in_the_next()
    {
        for (var i = 0; i <= OverdueWakeUps.MaxWakeUps; i++)
        {
            await _handler.PutAsync(Pending("a"), $"c{i}");
        }

        Relay.Pass(TimeSpan.FromMinutes(3));
        await SendAsync();
        Assert.Equal(OverdueWakeUps.MaxWakeUps, _handler.Sent.Count);
        await SendAsync();
        Assert.Equal(OverdueWakeUps.MaxWakeUps + 1, _handler.Sent.DistinctBy(sent => sent.Text).Count());
    }

    private Mailbox Pending(string id, DateTimeOffset? deliverAt = null) =>
        Mailbox.Empty.Accept(Given.Update(id) with { DeliverAt = deliverAt }, Relay.Now).Mailbox;

    private Task SendAsync() => Relay.Get<OverdueWakeUps>().SendAsync(Token);
}
