using System.Collections.Concurrent;
using System.Diagnostics;

namespace ContactRelay.Tests.Telemetry;

/// <summary>The spans of one trace, which a test begins as a caller does; other tests' spans come from the same source.</summary>
internal sealed class RecordedSpans : IDisposable
{
    private readonly ConcurrentQueue<Activity> _ended = new();
    private readonly SemaphoreSlim _added = new(0);
    private readonly ActivityListener _listener;

    public RecordedSpans()
    {
        _listener = new()
        {
            ShouldListenTo = source => source.Name == RelayTelemetry.Name,
            Sample = (ref _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = span =>
            {
                if (span.TraceId == Caller.TraceId)
                {
                    _ended.Enqueue(span);
                    _added.Release();
                }
            },
        };
        ActivitySource.AddActivityListener(_listener);
    }

    /// <summary>The caller's span.</summary>
    public ActivityContext Caller { get; } = new(ActivityTraceId.CreateRandom(), ActivitySpanId.CreateRandom(), ActivityTraceFlags.Recorded);

    /// <summary>What the caller sends of it.</summary>
    public string TraceParent => $"00-{Caller.TraceId}-{Caller.SpanId}-01";

    /// <summary>Those that have ended by now, of a kind.</summary>
    public IReadOnlyList<Activity> Of(ActivityKind kind) => [.. _ended.Where(span => span.Kind == kind).OrderBy(span => span.StartTimeUtc)];

    /// <summary>All that have ended once so many of a kind have, which may be after what they tell of can be seen.</summary>
    public async Task<IReadOnlyList<Activity>> UntilAsync(ActivityKind kind, int count, CancellationToken cancellationToken)
    {
        while (Of(kind).Count < count)
        {
            await _added.WaitAsync(cancellationToken);
        }

        return Of(kind);
    }

    public void Dispose()
    {
        _listener.Dispose();
        _added.Dispose();
    }
}
