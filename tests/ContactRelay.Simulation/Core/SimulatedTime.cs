namespace ContactRelay.Simulation.Core;

/// <summary>A process's view of the one clock: its wall clock may be off, and may jump. Its timers run with the clock itself.</summary>
internal sealed class SimulatedTime(Scheduler scheduler, Instance instance) : TimeProvider
{
    public static readonly DateTimeOffset Start = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    /// <summary>By how many milliseconds the wall clock is ahead.</summary>
    public long Offset { get; set; }

    public static DateTimeOffset At(long ms) => Start.AddMilliseconds(ms);

    public override DateTimeOffset GetUtcNow() => At(scheduler.Now + Offset);

    public override long GetTimestamp() => scheduler.Now * TimeSpan.TicksPerMillisecond;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (period > TimeSpan.Zero)
        {
            throw new NotSupportedException("No timer of the delivery code repeats.");
        }

        var timer = new SimulatedTimer(scheduler, instance, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    private sealed class SimulatedTimer(Scheduler scheduler, Instance instance, TimerCallback callback, object? state) : ITimer
    {
        private readonly Activity? _activity = instance.World.Current;
        private ActionStep? _step;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            Dispose();
            if (dueTime >= TimeSpan.Zero)
            {
                _step = new ActionStep(() =>
                {
                    _activity?.Learns(scheduler.Now, "timer");
                    callback(state);
                })
                { Owner = instance, Activity = _activity };
                scheduler.Add(_step, (long)dueTime.TotalMilliseconds);
            }

            return true;
        }

        public void Dispose()
        {
            if (_step is not null)
            {
                _step.IsCancelled = true;
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
