using System.Diagnostics.CodeAnalysis;

namespace ContactRelay.LocalHost.Storage;

/// <summary>
/// The messages of one queue in memory, and which is next. Of those that can be seen tenants take turns, and none has
/// more than some in hand, so that the flood of one does not delay another's.
/// </summary>
internal sealed class VisibleMessages(TimeProvider time)
{
    /// <summary>How many messages of one tenant may be in hand: three quarters of what the host handles at a time.</summary>
    public const int MaxInHand = 24;

    private static readonly TimeSpan Instant = TimeSpan.FromMilliseconds(1);

    private readonly Lock _gate = new();

    // Each message is in one of three places: what cannot be seen yet, what can be in its tenant's lane, and what somebody
    // has in hand, which can be seen again when that has taken too long.
    private readonly TimedMessages _later = new();
    private readonly Dictionary<string, TenantLane>.AlternateLookup<ReadOnlySpan<char>> _lanes =
        new Dictionary<string, TenantLane>(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
    private readonly TimedMessages _inHand = new();
    private readonly Queue<TenantLane> _turns = [];
    private TaskCompletionSource _changed = NewSignal();

    /// <summary>How many messages there are.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _later.Count + _inHand.Count + _turns.Sum(lane => lane.Ready.Count);
            }
        }
    }

    /// <summary>All messages, and whether somebody has them in hand.</summary>
    public IReadOnlyList<(EmbeddedMessage Message, bool IsInHand)> List()
    {
        lock (_gate)
        {
            return
            [
                .. _turns.SelectMany(lane => lane.Ready).Concat(_later.All).Select(message => (message, false)),
                .. _inHand.All.Select(message => (message, true)),
            ];
        }
    }

    /// <summary>Adds a message.</summary>
    public void Put(EmbeddedMessage message)
    {
        lock (_gate)
        {
            _later.Add(message);
            _changed.TrySetResult();
        }
    }

    /// <summary>Puts a message back to be seen at another time, unless its time in hand is over.</summary>
    public void PutBack(EmbeddedMessage received, EmbeddedMessage released)
    {
        lock (_gate)
        {
            if (TryLetGo(received))
            {
                _later.Add(released);
                _changed.TrySetResult();
            }
        }
    }

    /// <summary>Removes a message. False where its time in hand is over, so that it is seen again, or it is removed already.</summary>
    public bool Remove(EmbeddedMessage received)
    {
        lock (_gate)
        {
            return TryLetGo(received);
        }
    }

    /// <summary>Whether the message is still in the hands of whoever received it as this.</summary>
    public bool Holds(EmbeddedMessage received)
    {
        lock (_gate)
        {
            return _inHand.Contains(received);
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
            if (lane.InHand < MaxInHand && lane.Ready.TryDequeue(out var found))
            {
                message = found with { VisibleAt = now + inHand, DequeueCount = found.DequeueCount + 1 };
                _inHand.Add(message);
                lane.InHand++;
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
        while (_inHand.TryTakeDue(now, out var message))
        {
            LaneOf(message).InHand--;
            Show(message);
        }

        while (_later.TryTakeDue(now, out var message))
        {
            Show(message);
        }

        var (later, overdue) = (_later.NextAt, _inHand.NextAt);
        return (later < overdue ? later : overdue ?? later) - now ?? Timeout.InfiniteTimeSpan;
    }

    private void Show(EmbeddedMessage message)
    {
        var lane = LaneOf(message);
        lane.Ready.Enqueue(message);
        if (!lane.IsInTurn)
        {
            lane.IsInTurn = true;
            _turns.Enqueue(lane);
        }
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

    /// <summary>Takes a message out of the hands of whoever received it as this.</summary>
    private bool TryLetGo(EmbeddedMessage received)
    {
        if (!_inHand.Remove(received))
        {
            return false;
        }

        if (LaneOf(received).InHand-- == MaxInHand)
        {
            // Others of its tenant may have waited for that.
            _changed.TrySetResult();
        }

        return true;
    }
}
