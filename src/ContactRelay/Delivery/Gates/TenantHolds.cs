using ContactRelay.Mailboxes;
using ContactRelay.Providers;
using ContactRelay.Secrets;
using ContactRelay.Storage;
using ContactRelay.Tenants;
using Microsoft.Extensions.Logging;

namespace ContactRelay.Delivery.Gates;

/// <summary>
/// Holds tenants, on every instance, whose provider asks to wait, refuses their key or is down, and finds out when that
/// is over. Its members throw <see cref="StorageUnavailableException"/> where the storage is away.
/// </summary>
public sealed partial class TenantHolds(
    GateCache gates, ITenantGateStore store, SecretCache secrets, HeldUpdates held, TimeProvider time, Random random, ILogger<TenantHolds> logger)
{
    // The longest that a wake-up is sent ahead while its tenant is held, so that the end of a hold is soon felt.
    private static readonly TimeSpan LongestAhead = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan SecretAge = TimeSpan.FromMinutes(1);

    private readonly FailureStreaks _streaks = new();

    /// <summary>The hold that stands against a call now, if any, and whether this call is to find out whether it is over.</summary>
    public async ValueTask<HoldFinding> FindAsync(Tenant tenant, Arrival arrival, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var gate = await gates.GetAsync(tenant.Scope, cancellationToken);
        if (arrival.IsExtra && Holding.IsHeld(gate, now))
        {
            // It was sent when a hold was lifted, which this process may not have seen.
            gates.Forget(tenant.Scope);
            gate = await gates.GetAsync(tenant.Scope, cancellationToken);
        }

        if (gate.Hold is not { } hold)
        {
            return default;
        }

        if (hold.Reason == HoldReason.Unauthorized && await HasNewSecretAsync(tenant, hold, cancellationToken))
        {
            await EndAsync(tenant.Scope, cancellationToken);
            return new(null, IsLifted: true);
        }

        var isHeld = Holding.IsHeld(gate, now);
        if (isHeld && hold.NextTryAt > now)
        {
            return new(hold);
        }

        var contact = GatedCall.Fingerprint(arrival.ContactId);
        if (Holding.LetsOthersFirst(gate, contact, now) && await held.WakeOtherAsync(tenant.Scope, gate.Suspects(), contact, cancellationToken))
        {
            return new(hold, LetsOthersFirst: true);
        }

        return isHeld ? await ProbeAsync(tenant.Scope, hold, now, cancellationToken) : default;
    }

    /// <summary>When to come again: near the hold's end, but not all at once, and soon enough to notice that it has ended early.</summary>
    public DateTimeOffset TryAgainAt(Hold hold)
    {
        var now = time.GetUtcNow();
        var left = hold.NextTryAt > now ? hold.NextTryAt - now : TimeSpan.Zero;
        var wait = left + TimeSpan.FromSeconds(1) + (left * 0.25 * random.NextDouble());
        return now + (wait < LongestAhead ? wait : LongestAhead * (0.5 + (0.5 * random.NextDouble())));
    }

    /// <summary>Learns from a call what it says of the provider: places a hold, goes on with it, or ends it.</summary>
    public async ValueTask<HoldLearning> LearnAsync(Tenant tenant, GatedCall call, SettleReport report)
    {
        var now = time.GetUtcNow();
        var gate = await gates.GetAsync(tenant.Scope, CancellationToken.None);
        var isHeld = Holding.IsHeld(gate, now);
        var (outcome, isOwnAffair) = (report.Outcome, !isHeld && IsExcused(gate, call, report, now));
        if (isOwnAffair && outcome.Kind == OutcomeKind.Unauthorized)
        {
            outcome = DeliveryOutcome.Forbidden(outcome.Reason!);
            report = report with { Outcome = outcome, Attempt = report.Attempt with { Outcome = outcome.Word } };
        }

        var reason = isOwnAffair && outcome.Kind == OutcomeKind.Throttled ? null
            : _streaks.Learn(tenant.Scope, call, outcome, isHeld ? gate.Hold!.Reason : null);
        if (reason is not null)
        {
            var cause = new HoldCause(reason.Value, outcome.Reason ?? "", outcome.After, outcome.AfterIsDoubted, report.SecretVersion);
            var placed = await gates.ChangeAsync(tenant.Scope, current => Holding.Place(current, cause, call, now), CancellationToken.None);
            Log.Held(logger, tenant.Id, reason.Value, placed!.Hold!.Until);
        }
        else if (gate.Hold is { IsPassed: false } && outcome.Kind is not (OutcomeKind.RetryLater or OutcomeKind.Throttled))
        {
            var after = await gates.ChangeAsync(tenant.Scope, current => Holding.Answered(current, call, now), CancellationToken.None);
            return new(report, isHeld && after?.Hold is null);
        }

        return new(report, false);
    }

    /// <summary>The hold of the tenant with this scope as it is stored, or null.</summary>
    public async ValueTask<Hold?> ReadAsync(string scope, CancellationToken cancellationToken)
    {
        gates.Forget(scope);
        var gate = await gates.GetAsync(scope, cancellationToken);
        return Holding.IsHeld(gate, time.GetUtcNow()) ? gate.Hold : null;
    }

    /// <summary>All holds, by the tenants' ids.</summary>
    public async ValueTask<IReadOnlyDictionary<string, Hold>> ListAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        return (await store.ListHoldsAsync(cancellationToken))
            .Where(held => Holding.IsHeld(new TenantGate { Hold = held.Value }, now))
            .GroupBy(held => TenantScope.IdOf(held.Key), StringComparer.Ordinal)
            .ToDictionary(ofTenant => ofTenant.Key, ofTenant => ofTenant.First().Value, StringComparer.Ordinal);
    }

    /// <summary>Ends the tenant's hold, whatever it was for, and wakes what waited for that.</summary>
    public async ValueTask ResumeAsync(Tenant tenant, CancellationToken cancellationToken)
    {
        await EndAsync(tenant.Scope, cancellationToken);
        await held.WakeAsync(tenant, cancellationToken);
    }

    private async ValueTask EndAsync(string tenant, CancellationToken cancellationToken)
    {
        _streaks.Forget(tenant);
        gates.Forget(tenant);
        await gates.ChangeAsync(tenant, Holding.Release, cancellationToken);
    }

    /// <summary>Whether the provider's answer, which would hold the tenant, is known to be about this contact alone.</summary>
    private static bool IsExcused(TenantGate gate, GatedCall call, SettleReport report, DateTimeOffset now) => report.Outcome.Kind switch
    {
        OutcomeKind.Unauthorized => report.Attempt.HttpStatus is not null && Excuse.Covers(gate, call.Contact, HoldReason.Unauthorized, now),
        OutcomeKind.Throttled => Excuse.Covers(gate, call.Contact, HoldReason.Throttled, now),
        _ => false,
    };

    /// <summary>Whether it is this call's turn to find out, which only a save can say; or whether the hold is over already.</summary>
    private async ValueTask<HoldFinding> ProbeAsync(string tenant, Hold hold, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var probe = Guid.NewGuid().ToString("N");
        var changed = await gates.ChangeAsync(
            tenant, gate => Holding.IsHeld(gate, now) ? Holding.Probe(gate, probe, now) : gate, cancellationToken);
        return changed is null ? new(hold) : new(null, changed.Hold?.Probe == probe ? probe : null);
    }

    private async Task<bool> HasNewSecretAsync(Tenant tenant, Hold hold, CancellationToken cancellationToken) =>
        await secrets.GetAsync(tenant.ApiKeySecret, SecretAge, cancellationToken) is { Value: not null } reading && reading.Version != hold.SecretVersion;

    private static partial class Log
    {
        [LoggerMessage(61, LogLevel.Warning, "{Tenant} is held until {Until}: {Reason}")]
        public static partial void Held(ILogger logger, string tenant, HoldReason reason, DateTimeOffset until);
    }
}
