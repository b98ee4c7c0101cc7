using System.Diagnostics.CodeAnalysis;

namespace ContactRelay.LocalHost.Storage;

/// <summary>The messages of one queue in memory, in the order in which they can be seen. The database has them all; this says when.</summary>
internal sealed class VisibleMessages(TimeProvider time)
{
    private const int MinStale = 1000;

    private readonly Lock _gate = new();
    private readonly Dictionary<long, EmbeddedMessage> _messages = [];

    // An entry whose time is not that of its message any more is stale, and is passed over when its turn comes.
    private readonly PriorityQueue<long, (DateTimeOffset VisibleAt, long Seq)> _order = new();
    private TaskCompletionSource _changed = NewSignal();

    /// <summary>Adds a message, or puts it where its new time says.</summary>
    public void Put(EmbeddedMessage message)
    {
        lock (_gate)
        {
            _messages[message.Seq] = message;
            Order(message);
            _changed.TrySetResult();
        }
    }

    /// <summary>Removes a message. False where it has been received again, or removed, since it was received as this.</summary>
    public bool Remove(EmbeddedMessage received)
    {
        lock (_gate)
        {
            return IsInHand(received) && _messages.Remove(received.Seq);
        }
    }

    /// <summary>Whether the message is still in the hands of whoever received it as this.</summary>
    public bool Holds(EmbeddedMessage received)
    {
        lock (_gate)
        {
            return IsInHand(received);
        }
    }

    /// <summary>Waits for the next message that can be seen, and hides it for <paramref name="inHand"/>.</summary>
    public async Task<EmbeddedMessage> TakeAsync(TimeSpan inHand, CancellationToken cancellationToken)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Task changed;
            TimeSpan wait;
            lock (_gate)
            {
                if (TryTake(inHand, out var message, out wait))
                {
                    return message;
                }

                _changed = NewSignal();
                changed = _changed.Task;
            }

            using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            await Task.WhenAny(changed, Task.Delay(wait, time, stop.Token));
            await stop.CancelAsync();
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private bool TryTake(TimeSpan inHand, [NotNullWhen(true)] out EmbeddedMessage? message, out TimeSpan wait)
    {
        message = null;
        wait = Timeout.InfiniteTimeSpan;
        var now = time.GetUtcNow();
        while (_order.TryPeek(out var seq, out var order))
        {
            if (!_messages.TryGetValue(seq, out var found) || found.VisibleAt != order.VisibleAt)
            {
                _order.Dequeue();
                continue;
            }

            if (found.VisibleAt > now)
            {
                wait = found.VisibleAt - now;
                return false;
            }

            _order.Dequeue();
            message = found with { VisibleAt = now + inHand, DequeueCount = found.DequeueCount + 1 };
            _messages[seq] = message;
            Order(message);
            return true;
        }

        return false;
    }

    private bool IsInHand(EmbeddedMessage received) =>
        _messages.TryGetValue(received.Seq, out var current) && current.DequeueCount == received.DequeueCount;

    private void Order(EmbeddedMessage message)
    {
        _order.Enqueue(message.Seq, (message.VisibleAt, message.Seq));
        if (_order.Count > MinStale + (2 * _messages.Count))
        {
            _order.Clear();
            _order.EnqueueRange(_messages.Values.Select(kept => (kept.Seq, (kept.VisibleAt, kept.Seq))));
        }
    }
}
