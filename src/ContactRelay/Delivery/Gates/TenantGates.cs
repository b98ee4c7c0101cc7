using ContactRelay.Mailboxes;
using ContactRelay.Storage;
using ContactRelay.Tenants;
using Microsoft.Extensions.Logging;

namespace ContactRelay.Delivery.Gates;

/// <summary>
/// Stands between wake-ups and a tenant's provider: lets a call through, or says when to come again. Waiting is always a
/// wake-up that is sent again, never a function that sleeps.
/// </summary>
public sealed partial class TenantGates(GateCache gates, SlotBook slots, TenantHolds holds, TimeProvider time, Random random, ILogger<TenantGates> logger)
{
    private static readonly TimeSpan LongestDeferral = TimeSpan.FromSeconds(15);

    // A wake-up this late for its slot takes a new one, or all that waited would be let through at once.
    private static readonly TimeSpan SlotGood = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan SlotTolerance = TimeSpan.FromMilliseconds(50);

    /// <summary>Asks whether a call may be made now. Throws <see cref="StorageUnavailableException"/>.</summary>
    public async ValueTask<GateAnswer> EnterAsync(Tenant tenant, Arrival arrival, CancellationToken cancellationToken)
    {
        if (await holds.FindAsync(tenant, cancellationToken) is { } hold)
        {
            return new(false, TryAgainAt: holds.TryAgainAt(hold), Next: arrival with { Slot = null, Deferrals = 0 }, Hold: hold);
        }

        var now = time.GetUtcNow();
        if (tenant.Limits.RequestsPerSecond is { } perSecond && !(arrival.Slot <= now && now - arrival.Slot <= SlotGood))
        {
            var slot = await slots.TakeAsync(tenant.Scope, perSecond, arrival.IsBulk, cancellationToken);
            if (slot > now + SlotTolerance)
            {
                return new(false, TryAgainAt: slot, Next: arrival with { Slot = slot });
            }
        }

        if (tenant.Limits.Concurrency is not { } limit)
        {
            return new(true);
        }

        var permit = new Permit(Guid.NewGuid().ToString("N"), now + MailboxDelivery.LeaseTime);
        return await gates.ChangeAsync(tenant.Scope, gate => Permits.Take(gate, permit, limit, now), cancellationToken) is null
            ? new(false, TryAgainAt: now + Deferral(arrival.Deferrals), Next: arrival with { Slot = null, Deferrals = arrival.Deferrals + 1 })
            : new(true, permit.Token);
    }

    /// <summary>Is told what came of a call that was let through. It never throws for storage: the next call will say the same.</summary>
    public ValueTask LearnAsync(Tenant tenant, SettleReport report) => TryAsync(tenant, () => holds.LearnAsync(tenant, report));

    /// <summary>Is told that a call that was let through is over, or was not made after all. It never throws for storage: a permit ends by itself.</summary>
    public ValueTask LeaveAsync(Tenant tenant, GateAnswer answer) => answer.Token is not { } token ? ValueTask.CompletedTask
        : TryAsync(tenant, async () => await gates.ChangeAsync(tenant.Scope, gate => Permits.Give(gate, token), CancellationToken.None));

    /// <summary>
    /// The slot for an update that has just come, so that its wake-up comes when it may be delivered; null where the
    /// tenant has no rate. Throws <see cref="StorageUnavailableException"/>.
    /// </summary>
    public async ValueTask<DateTimeOffset?> NextSlotAsync(Tenant tenant, bool isBulk, CancellationToken cancellationToken) =>
        tenant.Limits.RequestsPerSecond is { } perSecond ? await slots.TakeAsync(tenant.Scope, perSecond, isBulk, cancellationToken) : null;

    private async ValueTask TryAsync(Tenant tenant, Func<ValueTask> save)
    {
        try
        {
            await save();
        }
        catch (StorageUnavailableException e)
        {
            Log.NotSaved(logger, tenant.Id, e);
        }
    }

    private TimeSpan Deferral(int times)
    {
        var wait = TimeSpan.FromSeconds(Math.Pow(2, Math.Min(times, 10)));
        return (wait < LongestDeferral ? wait : LongestDeferral) * (0.5 + (0.5 * random.NextDouble()));
    }

    private static partial class Log
    {
        [LoggerMessage(62, LogLevel.Warning, "What a call of {Tenant} said of its provider could not be saved")]
        public static partial void NotSaved(ILogger logger, string tenant, Exception exception);
    }
}
