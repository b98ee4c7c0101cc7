namespace ContactRelay.Functions.Http;

/// <summary>
/// How long a caller waits for an answer at most: a webhook's sender gives ten seconds. What the caller takes to send the body does
/// not count.
/// </summary>
internal sealed class CallDeadline : IDisposable
{
    /// <summary>The longest that the service itself may take.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(8);

    private static readonly AsyncLocal<CallDeadline?> OfThisCall = new();

    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _passed;
    private readonly CancellationTokenSource _either;
    private TimeSpan _left = Longest;
    private long _since;

    private CallDeadline(TimeProvider time, CancellationToken caller)
    {
        _time = time;
        _since = time.GetTimestamp();
        _passed = new(Longest, time);
        _either = CancellationTokenSource.CreateLinkedTokenSource(caller, _passed.Token);
    }

    /// <summary>Is cancelled when the time is over.</summary>
    public CancellationToken Passed => _passed.Token;

    /// <summary>Is cancelled when the time is over or the caller has gone.</summary>
    public CancellationToken Token => _either.Token;

    /// <summary>Starts the clock of the call that this is called in.</summary>
    public static CallDeadline Start(TimeProvider time, CancellationToken caller) => OfThisCall.Value = new(time, caller);

    /// <summary>Reads from the caller while the clock stands.</summary>
    public static async Task<T> WhileReadingAsync<T>(Func<Task<T>> read)
    {
        var deadline = OfThisCall.Value;
        deadline?.Stop();
        try
        {
            return await read();
        }
        finally
        {
            deadline?.Continue();
        }
    }

    public void Dispose()
    {
        _either.Dispose();
        _passed.Dispose();
    }

    private void Stop()
    {
        _left -= _time.GetElapsedTime(_since);
        _passed.CancelAfter(Timeout.InfiniteTimeSpan);
    }

    private void Continue()
    {
        _since = _time.GetTimestamp();
        _passed.CancelAfter(_left > TimeSpan.Zero ? _left : TimeSpan.Zero);
    }
}
