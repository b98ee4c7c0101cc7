using System.Collections.Concurrent;
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
    GateCache gates, ITenantGateStore store, SecretCache secrets, TimeProvider time, Random random, ILogger<TenantHolds> logger)
{
    /// <summary>How many calls in a row have to come to nothing, whatever the contact, before the provider counts as down.</summary>
    public const int FailuresForDown = 5;

    // The longest that a wake-up is sent ahead while its tenant is held, so that the end of a hold is soon felt.
    private static readonly TimeSpan LongestAhead = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan SecretAge = TimeSpan.FromMinutes(1);

    // Counted by this process: what each of many instances would have to write down for every failure says no more.
    private readonly ConcurrentDictionary<string, int> _failures = new(StringComparer.Ordinal);

    /// <summary>The hold that stands against a call now; null where there is none, or where this call is to find out whether it is over.</summary>
    public async ValueTask<Hold?> FindAsync(Tenant tenant, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var gate = await gates.GetAsync(tenant.Scope, cancellationToken);
        if (!Holding.IsHeld(gate, now))
        {
            return null;
        }

        var hold = gate.Hold!;
        if (hold.Reason == HoldReason.Unauthorized && await HasNewSecretAsync(tenant, hold, cancellationToken))
        {
            await ResumeAsync(tenant.Scope, cancellationToken);
            return null;
        }

        return hold.NextTryAt > now || !await MayProbeAsync(tenant.Scope, now, cancellationToken) ? hold : null;
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
    public async ValueTask LearnAsync(Tenant tenant, SettleReport report)
    {
        var (outcome, began, now) = (report.Outcome, report.Attempt.At, time.GetUtcNow());
        var isHeld = Holding.IsHeld(await gates.GetAsync(tenant.Scope, CancellationToken.None), now);
        if (ReasonFor(tenant.Scope, outcome, isHeld) is { } reason)
        {
            var gate = await gates.ChangeAsync(
                tenant.Scope,
                current => Holding.Place(current, reason, outcome.Reason ?? "", outcome.After, report.SecretVersion, began, now),
                CancellationToken.None);
            Log.Held(logger, tenant.Id, reason, gate!.Hold!.Until);
        }
        else if (isHeld && outcome.Kind != OutcomeKind.RetryLater)
        {
            await gates.ChangeAsync(tenant.Scope, current => Holding.Answered(current, began), CancellationToken.None);
        }
    }

    /// <summary>The hold of the tenant with this scope as it is stored, or null.</summary>
    public async ValueTask<Hold?> ReadAsync(string scope, CancellationToken cancellationToken)
    {
        var (gate, _) = await store.LoadAsync(scope, cancellationToken);
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

    /// <summary>Ends the hold of the tenant with this scope, whatever it was for.</summary>
    public async ValueTask ResumeAsync(string scope, CancellationToken cancellationToken)
    {
        _failures.TryRemove(scope, out _);
        gates.Forget(scope);
        await gates.ChangeAsync(scope, Holding.Release, cancellationToken);
    }

    private HoldReason? ReasonFor(string tenant, DeliveryOutcome outcome, bool isHeld)
    {
        if (outcome.Kind == OutcomeKind.RetryLater)
        {
            var failures = _failures.AddOrUpdate(tenant, 1, static (_, count) => count + 1);
            return failures >= FailuresForDown || isHeld ? HoldReason.ProviderDown : null;
        }

        _failures.TryRemove(tenant, out _);
        return outcome.Kind switch
        {
            OutcomeKind.Throttled => HoldReason.Throttled,
            OutcomeKind.Unauthorized => HoldReason.Unauthorized,
            _ => null,
        };
    }

    /// <summary>Whether it is this call's turn to find out, which only a save can say; or whether the hold is over already.</summary>
    private async ValueTask<bool> MayProbeAsync(string tenant, DateTimeOffset now, CancellationToken cancellationToken) =>
        await gates.ChangeAsync(tenant, gate => Holding.IsHeld(gate, now) ? Holding.Probe(gate, now) : gate, cancellationToken) is not null;

    private async Task<bool> HasNewSecretAsync(Tenant tenant, Hold hold, CancellationToken cancellationToken) =>
        await secrets.GetAsync(tenant.ApiKeySecret, SecretAge, cancellationToken) is { Value: not null } reading && reading.Version != hold.SecretVersion;

    private static partial class Log
    {
        [LoggerMessage(61, LogLevel.Warning, "{Tenant} is held until {Until}: {Reason}")]
        public static partial void Held(ILogger logger, string tenant, HoldReason reason, DateTimeOffset until);
    }
}
