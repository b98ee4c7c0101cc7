using ContactRelay.Delivery;
using ContactRelay.LocalHost.Storage;
using ContactRelay.Mailboxes;
using Xunit;

namespace ContactRelay.Tests.LocalHost;

/// <summary>The embedded queue lets tenants take turns.</summary>
public sealed class FairnessTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private readonly ManualTime _time = new();
    private long _seq;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Take_gives_another_tenants_message_right_after_one_of_a_flood()
    {
        var queue = new VisibleMessages(_time);
        for (var i = 0; i < 10_000; i++)
        {
            queue.Put(Message("flood"));
        }

        queue.Put(Message("trickle"));

        Assert.Equal("flood", TenantLane.Of((await queue.TakeAsync(Minute, Token)).Text).ToString());
        Assert.Equal("trickle", TenantLane.Of((await queue.TakeAsync(Minute, Token)).Text).ToString());
    }

    [Fact]
    public async Task Take_gives_no_tenant_more_than_its_share_until_one_is_deleted()
    {
        var queue = new VisibleMessages(_time);
        for (var i = 0; i < 100; i++)
        {
            queue.Put(Message("flood"));
        }

        var first = await queue.TakeAsync(Minute, Token);
        for (var i = 1; i < VisibleMessages.MaxInHand; i++)
        {
            await queue.TakeAsync(Minute, Token);
        }

        var waiting = queue.TakeAsync(Minute, Token);
        Assert.False(waiting.IsCompleted);
        queue.Put(Message("trickle"));
        Assert.Equal("trickle", TenantLane.Of((await waiting).Text).ToString());

        var next = queue.TakeAsync(Minute, Token);
        Assert.False(next.IsCompleted);
        Assert.True(queue.Remove(first));
        Assert.Equal("flood", TenantLane.Of((await next).Text).ToString());
    }

    [Fact]
    public async Task Take_gives_a_message_again_whose_time_in_hand_is_over_though_its_tenant_had_its_share()
    {
        var queue = new VisibleMessages(_time);
        for (var i = 0; i < VisibleMessages.MaxInHand; i++)
        {
            queue.Put(Message("flood"));
            await queue.TakeAsync(Minute, Token);
        }

        _time.Advance(Minute);

        Assert.Equal(2, (await queue.TakeAsync(Minute, Token)).DequeueCount);
    }

    private EmbeddedMessage Message(string tenant)
    {
        var (now, seq) = (_time.GetUtcNow(), ++_seq);
        return new(seq, null, QueueNames.Updates, QueueMessage.Write(new WakeUp(new(tenant, "7"), now)), now, now, 0);
    }
}
