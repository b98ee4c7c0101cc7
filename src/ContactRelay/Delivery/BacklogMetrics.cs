using System.Diagnostics.Metrics;
using ContactRelay.Delivery.Gates;
using ContactRelay.Mailboxes;
using ContactRelay.Storage;
using ContactRelay.Tenants;

namespace ContactRelay.Delivery;

/// <summary>
/// Publishes what waits as metrics. The platform's own metrics of queues are daily and for a whole account, and alerts
/// need to know within minutes.
/// </summary>
public sealed class BacklogMetrics
{
    private readonly IBacklogReader _reader;
    private readonly TenantHolds _holds;
    private readonly ITenantDirectory _tenants;
    private readonly TimeProvider _time;
    private readonly Gauge<int> _queueDepth;
    private readonly Gauge<double> _oldestDue;
    private readonly Gauge<int> _deadLetters;
    private readonly Gauge<long> _pending;
    private readonly Gauge<long> _held;

    // Of whom something was published the last time: a gauge stays where it is until it is told otherwise.
    private IReadOnlyCollection<string> _hadPending = [];
    private IReadOnlyCollection<string> _wereHeld = [];

    /// <summary>Makes the instruments.</summary>
    public BacklogMetrics(IBacklogReader reader, TenantHolds holds, ITenantDirectory tenants, IMeterFactory meters, TimeProvider time)
    {
        (_reader, _holds, _tenants, _time) = (reader, holds, tenants, time);
        var meter = meters.Create(RelayTelemetry.Name);
        _queueDepth = meter.CreateGauge<int>("contactrelay.queue.depth", "{message}", "Messages on a queue, delayed ones too.");
        _oldestDue = meter.CreateGauge<double>("contactrelay.updates.oldest_due", "s", "How long the oldest update that is due has been so.");
        _deadLetters = meter.CreateGauge<int>("contactrelay.dead_letters", "{update}", "Updates that were not delivered, kept as dead letters.");
        _pending = meter.CreateGauge<long>("contactrelay.updates.pending", "{update}", "Updates that are accepted and not settled, scheduled ones too.");
        _held = meter.CreateGauge<long>("contactrelay.tenants.held", "{tenant}", "1 for a tenant whose calls are held, 0 once they are not any more.");
    }

    /// <summary>Reads what waits and publishes it. Throws <see cref="StorageUnavailableException"/> where it cannot be read.</summary>
    public async Task PublishAsync(CancellationToken cancellationToken)
    {
        var backlog = await _reader.ReadAsync(cancellationToken);
        foreach (var (queue, depth) in backlog.Queues)
        {
            _queueDepth.Record(depth, new KeyValuePair<string, object?>(RelayTelemetry.Queue, queue));
        }

        _oldestDue.Record(backlog.OldestDue is { } due ? Math.Max(0, (_time.GetUtcNow() - due).TotalSeconds) : 0);
        _deadLetters.Record(backlog.DeadLetters);
        var pending = backlog.Pending.GroupBy(tenant => TenantScope.IdOf(tenant.Key), tenant => tenant.Value, StringComparer.Ordinal)
            .ToDictionary(tenant => tenant.Key, tenant => tenant.Sum(), StringComparer.Ordinal);
        _hadPending = await PublishAsync(_pending, pending, _hadPending, cancellationToken);
        var held = (await _holds.ListAsync(cancellationToken)).Keys.ToDictionary(tenant => tenant, _ => 1L, StringComparer.Ordinal);
        _wereHeld = await PublishAsync(_held, held, _wereHeld, cancellationToken);
    }

    /// <summary>Publishes a value for each tenant that has one, and 0 for those that had one the last time.</summary>
    private async Task<IReadOnlyCollection<string>> PublishAsync(
        Gauge<long> gauge, IReadOnlyDictionary<string, long> values, IReadOnlyCollection<string> before, CancellationToken cancellationToken)
    {
        foreach (var id in values.Keys.Union(before))
        {
            // Updates of a tenant that was removed have no provider any more.
            var provider = (await _tenants.FindAsync(id, cancellationToken))?.Provider;
            gauge.Record(values.GetValueOrDefault(id), new(RelayTelemetry.Tenant, id), new(RelayTelemetry.Provider, provider));
        }

        return [.. values.Keys];
    }
}
