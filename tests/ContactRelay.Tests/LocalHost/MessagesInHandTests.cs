using ContactRelay.Delivery;
using ContactRelay.LocalHost.Storage;
using ContactRelay.Mailboxes;
using Xunit;

namespace ContactRelay.Tests.LocalHost;

/// <summary>Who has a message of the embedded queue in hand, and for how long.</summary>
public sealed class MessagesInHandTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private readonly ManualTime _time = new();
    private readonly VisibleMessages _queue;
    private long _seq;

    public MessagesInHandTests() => _queue = new(_time);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Message_whose_time_in_hand_is_over_is_its_next_receivers_alone()
    {
        Put(1);
        var first = await TakeAsync();
        _time.Advance(Minute);
        var second = await TakeAsync();

        _queue.PutBack(first, first with { VisibleAt = _time.GetUtcNow() });

        Assert.Equal((false, true), (_queue.Holds(first), _queue.Holds(second)));
        Assert.Equal((false, 1), (_queue.Remove(first), _queue.Count));
        Assert.Equal((true, 0), (_queue.Remove(second), _queue.Count));
    }

    [Fact]
    public async Task Message_that_is_put_back_is_seen_at_its_new_time_and_leaves_its_place_to_another()
    {
        Put(VisibleMessages.MaxInHand + 1);
        var first = await TakeAsync();
        for (var i = 1; i < VisibleMessages.MaxInHand; i++)
        {
            await TakeAsync();
        }

        var next = TakeAsync();
        Assert.False(next.IsCompleted);
        _queue.PutBack(first, first with { VisibleAt = _time.GetUtcNow() + (Minute / 2) });

        Assert.Equal(_seq, (await next).Seq);
        Assert.True(_queue.Remove(await next));
        var again = TakeAsync();
        Assert.False(again.IsCompleted);
        _time.Advance(Minute / 2);
        Assert.Equal((first.Seq, 2), ((await again).Seq, (await again).DequeueCount));
    }

    [Fact]
    public async Task List_names_every_message_once()
    {
        Put(3);
        _queue.Put(Message(_time.GetUtcNow() + Minute));
        var taken = await TakeAsync();

        var listed = _queue.List();

        Assert.Equal([1L, 2, 3, 4], listed.Select(item => item.Message.Seq).Order());
        Assert.Equal([taken.Seq], listed.Where(item => item.IsInHand).Select(item => item.Message.Seq));
        Assert.Equal(listed.Count, _queue.Count);
    }

    private void Put(int count)
    {
        for (var i = 0; i < count; i++)
        {
            _queue.Put(Message(_time.GetUtcNow()));
        }
    }

    private Task<EmbeddedMessage> TakeAsync() => _queue.TakeAsync(Minute, Token);

    private EmbeddedMessage Message(DateTimeOffset visibleAt) =>
        new(++_seq, null, QueueNames.Updates, QueueMessage.Write(new WakeUp(new("tenant", "7"), visibleAt)), _time.GetUtcNow(), visibleAt, 0);
}
