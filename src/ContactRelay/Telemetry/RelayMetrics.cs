using System.Diagnostics.Metrics;
using ContactRelay.Intake;
using ContactRelay.Mailboxes;
using ContactRelay.Tenants;

namespace ContactRelay.Telemetry;

/// <summary>
/// What becomes of updates and webhooks, as metrics. Their tags are tenant, provider, names of the tenant's document and a
/// word of ours: nothing that a contact or a sender could choose, since each new value is a time series of its own.
/// </summary>
public sealed class RelayMetrics
{
    private static readonly InstrumentAdvice<double> TimeToDelivered = new()
    {
        // From a call at once to the three days that an update is tried for.
        HistogramBucketBoundaries = [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800, 3600, 14_400, 43_200, 86_400, 259_200],
    };

    private static readonly InstrumentAdvice<double> CallTime = new()
    {
        // Those of http.client.request.duration, up to the time-out.
        HistogramBucketBoundaries = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10, 30],
    };

    private readonly Counter<long> _accepted;
    private readonly Counter<long> _settled;
    private readonly Counter<long> _coalesced;
    private readonly Counter<long> _attempts;
    private readonly Counter<long> _hookEvents;
    private readonly Counter<long> _hookNotFound;
    private readonly Histogram<double> _timeToDelivered;
    private readonly Histogram<double> _callTime;

    /// <summary>Makes the instruments.</summary>
    public RelayMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(RelayTelemetry.Name);
        _accepted = meter.CreateCounter<long>("contactrelay.updates.accepted", "{update}", "Updates that were accepted; one that is sent again counts once.");
        _settled = meter.CreateCounter<long>("contactrelay.updates.settled", "{update}", "Updates that reached a final status.");
        _coalesced = meter.CreateCounter<long>("contactrelay.updates.coalesced", "{update}", "Updates that went with another in its call, beyond the first of each call.");
        _attempts = meter.CreateCounter<long>("contactrelay.delivery.attempts", "{attempt}", "Attempts to deliver, by what came of them.");
        _hookEvents = meter.CreateCounter<long>("contactrelay.hook.events", "{event}", "Events of webhooks, by what came of them.");
        _hookNotFound = meter.CreateCounter<long>("contactrelay.hook.not_found", "{event}", "Events of webhooks that were taken and held nothing for a mapped field.");
        _timeToDelivered = meter.CreateHistogram(
            "contactrelay.updates.time_to_delivered", "s", "From when an update was due to when it was delivered.", null, TimeToDelivered);
        _callTime = meter.CreateHistogram("contactrelay.provider.call.duration", "s", "How long a provider took to answer a request.", null, CallTime);
    }

    /// <summary>Counts those that were accepted, and were not before.</summary>
    public void Accepted(Tenant tenant, IReadOnlyList<IntakeResult> results)
    {
        if (!_accepted.Enabled && !_settled.Enabled)
        {
            return;
        }

        foreach (var result in results)
        {
            if (result is { Outcome: IntakeOutcome.Accepted, IsReplay: false })
            {
                _accepted.Add(1, new(RelayTelemetry.Tenant, tenant.Id), new(RelayTelemetry.Provider, tenant.Provider));
                if (result.Status is not UpdateStatus.Accepted)
                {
                    Settled(tenant, result.Status);
                }
            }
        }
    }

    /// <summary>Counts updates that reached a final status.</summary>
    public void Settled(Tenant tenant, UpdateStatus status, int count = 1) =>
        _settled.Add(count, new(RelayTelemetry.Tenant, tenant.Id), new(RelayTelemetry.Provider, tenant.Provider), new(RelayTelemetry.Status, status.Word()));

    /// <summary>Counts an attempt, and what it settled.</summary>
    public void Attempted(Tenant tenant, Batch batch, SettleReport report, IReadOnlyList<SettledUpdate> settled)
    {
        _attempts.Add(
            1, new(RelayTelemetry.Tenant, tenant.Id), new(RelayTelemetry.Provider, tenant.Provider), new(RelayTelemetry.Outcome, report.Attempt.Outcome));
        foreach (var update in settled)
        {
            Settled(tenant, update.Status);
            if (update.Status is UpdateStatus.Delivered && _timeToDelivered.Enabled)
            {
                var due = batch.Members.First(member => member.Id == update.Id).DueSince();
                _timeToDelivered.Record(
                    Math.Max(0, (update.SettledAt - due).TotalSeconds), new(RelayTelemetry.Tenant, tenant.Id), new(RelayTelemetry.Provider, tenant.Provider));
            }
        }

        if (report.Outcome.Kind is Providers.OutcomeKind.Delivered && batch.Members.Length > 1)
        {
            _coalesced.Add(batch.Members.Length - 1, new(RelayTelemetry.Tenant, tenant.Id), new(RelayTelemetry.Provider, tenant.Provider));
        }
    }

    /// <summary>Counts an event of a hook's webhook, or a webhook of which no event was read.</summary>
    public void HookEvent(Tenant tenant, string hook, string outcome) =>
        _hookEvents.Add(1, new(RelayTelemetry.Tenant, tenant.Id), new(RelayTelemetry.Hook, hook), new(RelayTelemetry.Outcome, outcome));

    /// <summary>Counts that an event which was taken held nothing for this field of the hook's mapping.</summary>
    public void HookNotFound(Tenant tenant, string hook, string field) =>
        _hookNotFound.Add(1, new(RelayTelemetry.Tenant, tenant.Id), new(RelayTelemetry.Hook, hook), new(RelayTelemetry.Field, field));

    /// <summary>Records how long a provider took to answer, or did not.</summary>
    public void Called(Tenant tenant, TimeSpan took) =>
        _callTime.Record(took.TotalSeconds, new(RelayTelemetry.Tenant, tenant.Id), new(RelayTelemetry.Provider, tenant.Provider));
}
