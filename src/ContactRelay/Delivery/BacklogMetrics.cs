using System.Diagnostics.Metrics;
using ContactRelay.Storage;

namespace ContactRelay.Delivery;

/// <summary>
/// Publishes what waits as metrics of the meter <c>ContactRelay</c>. The platform's own metrics of queues are daily and
/// for a whole account, and alerts need to know within minutes.
/// </summary>
public sealed class BacklogMetrics
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "ContactRelay";

    private readonly IBacklogReader _reader;
    private readonly TimeProvider _time;
    private readonly Gauge<int> _queueDepth;
    private readonly Gauge<double> _oldestDue;
    private readonly Gauge<int> _deadLetters;

    /// <summary>Makes the instruments.</summary>
    public BacklogMetrics(IBacklogReader reader, IMeterFactory meters, TimeProvider time)
    {
        (_reader, _time) = (reader, time);
        var meter = meters.Create(MeterName);
        _queueDepth = meter.CreateGauge<int>("contactrelay.queue.depth", "{message}", "Messages on a queue, delayed ones too.");
        _oldestDue = meter.CreateGauge<double>("contactrelay.oldest_due_seconds", "s", "How long the oldest update that is due has been so.");
        _deadLetters = meter.CreateGauge<int>("contactrelay.dead_letters", "{update}", "Updates that were not delivered, kept as dead letters.");
    }

    /// <summary>Reads what waits and publishes it. Throws <see cref="StorageUnavailableException"/> where it cannot be read.</summary>
    public async Task PublishAsync(CancellationToken cancellationToken)
    {
        var backlog = await _reader.ReadAsync(cancellationToken);
        foreach (var (queue, depth) in backlog.Queues)
        {
            _queueDepth.Record(depth, new KeyValuePair<string, object?>("queue", queue));
        }

        _oldestDue.Record(backlog.OldestDue is { } due ? Math.Max(0, (_time.GetUtcNow() - due).TotalSeconds) : 0);
        _deadLetters.Record(backlog.DeadLetters);
    }
}
