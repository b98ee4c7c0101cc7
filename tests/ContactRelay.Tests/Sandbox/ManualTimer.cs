namespace ContactRelay.Tests.Sandbox;

/// <summary>A clock whose one timer goes off when the test says so.</summary>
internal sealed class ManualTimer : TimeProvider
{
    private readonly TaskCompletionSource<TimeSpan> _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Action _fire = () => { };

    /// <summary>The delay that was asked for, once it was.</summary>
    public Task<TimeSpan> Asked => _asked.Task;

    public void Fire() => _fire();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        _fire = () => callback(state);
        _asked.TrySetResult(dueTime);
        return new NoTimer();
    }

    private sealed class NoTimer : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
