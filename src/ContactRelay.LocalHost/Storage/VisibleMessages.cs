using System.Diagnostics.CodeAnalysis;

namespace ContactRelay.LocalHost.Storage;

/// <summary>
/// The messages of one queue in memory: the database has them all, this says which is next. Of those that can be seen
/// tenants take turns, and none has more than some in hand, so that the flood of one does not delay another's.
/// </summary>
internal sealed class VisibleMessages(TimeProvider time)
{
    /// <summary>How many messages of one tenant may be in hand: three quarters of what the host handles at a time.</summary>
    public const int MaxInHand = 24;

    private const int MinStale = 1000;

    private static readonly TimeSpan Instant = TimeSpan.FromMilliseconds(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<long, EmbeddedMessage> _messages = [];
    private readonly HashSet<long> _inHand = [];
    private readonly Dictionary<string, TenantLane>.AlternateLookup<ReadOnlySpan<char>> _lanes =
        new Dictionary<string, TenantLane>(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
    private readonly Queue<TenantLane> _turns = [];

    // What cannot be seen yet. An entry whose time is not that of its message any more is stale, and is passed over.
    private readonly PriorityQueue<long, (DateTimeOffset VisibleAt, long Seq)> _later = new();
    private TaskCompletionSource _changed = NewSignal();

    /// <summary>How many messages there are.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _messages.Count;
            }
        }
    }

    /// <summary>All messages, and whether somebody has them in hand.</summary>
    public IReadOnlyList<(EmbeddedMessage Message, bool IsInHand)> List()
    {
        lock (_gate)
        {
            return [.. _messages.Values.Select(message => (message, _inHand.Contains(message.Seq)))];
        }
    }

    /// <summary>Adds a message, or puts it where its new time says.</summary>
    public void Put(EmbeddedMessage message)
    {
        lock (_gate)
        {
            LetGo(message);
            _messages[message.Seq] = message;
            Hide(message);
            _changed.TrySetResult();
        }
    }

    /// <summary>Removes a message. False where it has been received again, or removed, since it was received as this.</summary>
    public bool Remove(EmbeddedMessage received)
    {
        lock (_gate)
        {
            if (!IsInHand(received))
            {
                return false;
            }

            if (LetGo(received))
            {
                // Others of its tenant may have waited for that.
                _changed.TrySetResult();
            }

            return _messages.Remove(received.Seq);
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
        ITimer? due = null;
        try
        {
            while (true)
            {
                cancellationToken.ThrowIfCancellationRequested();
                Task changed;
                TimeSpan wait;
                var now = time.GetUtcNow();
                lock (_gate)
                {
                    if (TryTake(now, inHand, out var message, out wait))
                    {
                        return message;
                    }

                    _changed = NewSignal();
                    changed = _changed.Task;
                }

                due ??= time.CreateTimer(static messages => ((VisibleMessages)messages!).LookAgain(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

                // A timer takes whole milliseconds, and one that fires too early would be set again and again.
                due.Change(TimeSpan.FromMilliseconds(Math.Ceiling(wait.TotalMilliseconds)), Timeout.InfiniteTimeSpan);

                // Where the clock has gone on before the wait began (it was set, or the machine slept), the wait is too long.
                if (time.GetUtcNow() - now < Instant)
                {
                    await changed.WaitAsync(cancellationToken);
                }
            }
        }
        finally
        {
            due?.Dispose();
        }
    }

    private void LookAgain()
    {
        lock (_gate)
        {
            _changed.TrySetResult();
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private bool TryTake(DateTimeOffset now, TimeSpan inHand, [NotNullWhen(true)] out EmbeddedMessage? message, out TimeSpan wait)
    {
        wait = ShowWhatIsDue(now);
        message = null;
        for (var turns = _turns.Count; turns > 0 && message is null; turns--)
        {
            var lane = _turns.Dequeue();
            if (lane.InHand < MaxInHand && lane.Ready.TryDequeue(out var seq) && _messages.TryGetValue(seq, out var found))
            {
                message = found with { VisibleAt = now + inHand, DequeueCount = found.DequeueCount + 1 };
                _messages[seq] = message;
                _inHand.Add(seq);
                lane.InHand++;
                Hide(message);
            }

            lane.IsInTurn = lane.Ready.Count > 0;
            if (lane.IsInTurn)
            {
                _turns.Enqueue(lane);
            }
        }

        return message is not null;
    }

    /// <summary>Moves to the lanes what can be seen by now, and gives the time until more can.</summary>
    private TimeSpan ShowWhatIsDue(DateTimeOffset now)
    {
        while (_later.TryPeek(out var seq, out var order))
        {
            var isStale = !_messages.TryGetValue(seq, out var message) || message.VisibleAt != order.VisibleAt;
            if (!isStale && order.VisibleAt > now)
            {
                return order.VisibleAt - now;
            }

            _later.Dequeue();
            if (!isStale)
            {
                LetGo(message!);
                var lane = LaneOf(message!);
                lane.Ready.Enqueue(seq);
                if (!lane.IsInTurn)
                {
                    lane.IsInTurn = true;
                    _turns.Enqueue(lane);
                }
            }
        }

        return Timeout.InfiniteTimeSpan;
    }

    private TenantLane LaneOf(EmbeddedMessage message)
    {
        var tenant = TenantLane.Of(message.Text);
        if (!_lanes.TryGetValue(tenant, out var lane))
        {
            lane = new();
            _lanes[tenant] = lane;
        }

        return lane;
    }

    private bool IsInHand(EmbeddedMessage received) =>
        _messages.TryGetValue(received.Seq, out var current) && current.DequeueCount == received.DequeueCount;

    /// <summary>Counts the message as in nobody's hands. True where its tenant had as many in hand as it may.</summary>
    private bool LetGo(EmbeddedMessage message) => _inHand.Remove(message.Seq) && LaneOf(message).InHand-- == MaxInHand;

    private void Hide(EmbeddedMessage message)
    {
        _later.Enqueue(message.Seq, (message.VisibleAt, message.Seq));
        if (_later.Count > MinStale + (2 * _messages.Count))
        {
            var ready = _lanes.Dictionary.Values.SelectMany(lane => lane.Ready).ToHashSet();
            _later.Clear();
            _later.EnqueueRange(_messages.Values.Where(kept => !ready.Contains(kept.Seq)).Select(kept => (kept.Seq, (kept.VisibleAt, kept.Seq))));
        }
    }
}
