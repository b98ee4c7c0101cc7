using ContactRelay.Mailboxes;
using ContactRelay.Storage;
using ContactRelay.Tenants;
using Microsoft.Extensions.Logging;

namespace ContactRelay.Delivery.Gates;

/// <summary>
/// Stands between wake-ups and a tenant's provider: lets a call through, or says when to come again. Waiting is always a
/// wake-up that is sent again, never a function that sleeps.
/// </summary>
public sealed partial class TenantGates(GateCache gates, SlotBook slots, TenantHolds holds, HeldUpdates held, TimeProvider time, Random random, ILogger<TenantGates> logger)
{
    private static readonly TimeSpan LongestDeferral = TimeSpan.FromSeconds(15);

    // How long a contact that its tenant's hold is due to waits for another to find out whether it is over.
    private static readonly TimeSpan OthersFirst = TimeSpan.FromSeconds(5);

    // A wake-up this late for its slot takes a new one, or all that waited would be let through at once.
    private static readonly TimeSpan SlotGood = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan SlotTolerance = TimeSpan.FromMilliseconds(50);

    /// <summary>Asks whether a call may be made now. Throws <see cref="StorageUnavailableException"/>.</summary>
    public async ValueTask<GateAnswer> EnterAsync(Tenant tenant, Arrival arrival, CancellationToken cancellationToken)
    {
        // The time before the hold is looked at: what fails in no time must not seem to have begun after a hold of the same moment.
        var began = time.GetUtcNow();
        var found = await holds.FindAsync(tenant, arrival, cancellationToken);
        if (found.Hold is { } hold)
        {
            var again = found.LetsOthersFirst ? began + OthersFirst : holds.TryAgainAt(hold);
            return new(false, TryAgainAt: again, Next: arrival with { Slot = null, Deferrals = 0 }, Hold: hold);
        }

        var answer = await EnterAsync(tenant, arrival, time.GetUtcNow(), cancellationToken);
        return answer with { Call = answer.MayCall ? new(began, arrival.ContactId, found.Probe) : null, IsLifted = found.IsLifted };
    }

    private async ValueTask<GateAnswer> EnterAsync(Tenant tenant, Arrival arrival, DateTimeOffset now, CancellationToken cancellationToken)
    {
        DateTimeOffset? slot = null;
        if (tenant.Limits.RequestsPerSecond is { } perSecond)
        {
            slot = arrival.Slot <= now && now - arrival.Slot <= SlotGood
                ? arrival.Slot
                : await slots.TakeAsync(tenant.Scope, perSecond, arrival.IsBulk, cancellationToken);
            if (slot > now + SlotTolerance)
            {
                return new(false, TryAgainAt: slot.Value, Next: arrival with { Slot = slot });
            }
        }

        if (tenant.Limits.Concurrency is not { } limit)
        {
            return new(true, Slot: slot);
        }

        var permit = new Permit(Guid.NewGuid().ToString("N"), now + MailboxDelivery.LeaseTime);
        if (await gates.ChangeAsync(tenant.Scope, gate => Permits.Take(gate, permit, limit, now), cancellationToken) is not null)
        {
            return new(true, Token: permit.Token, Slot: slot);
        }

        GiveBack(tenant, arrival.IsBulk, slot);
        return new(false, TryAgainAt: now + Deferral(arrival.Deferrals), Next: arrival with { Slot = null, Deferrals = arrival.Deferrals + 1 });
    }

    /// <summary>
    /// Is told what came of a call that was let through, and says what of it is the contact's own affair. It never throws for
    /// storage: the next call will say the same.
    /// </summary>
    public ValueTask<HoldLearning> LearnAsync(Tenant tenant, GatedCall call, SettleReport report) =>
        TryAsync(tenant, () => holds.LearnAsync(tenant, call, report), new(report, false));

    /// <summary>Wakes what waited for a hold that has been lifted. It never throws for storage: each has a wake-up of its own.</summary>
    public async ValueTask WakeAsync(Tenant tenant) => await TryAsync(
        tenant,
        async () =>
        {
            await held.WakeAsync(tenant, CancellationToken.None);
            return true;
        },
        false);

    /// <summary>Gives a slot back that was taken and is not filled, such as that of a save that met a conflict; null for none.</summary>
    public void GiveBack(Tenant tenant, bool isBulk, DateTimeOffset? slot)
    {
        if (slot is { } taken)
        {
            slots.GiveBack(tenant.Scope, isBulk, taken);
        }
    }

    /// <summary>Is told that a call that was let through is over, or was not made after all. It never throws for storage: a permit ends by itself.</summary>
    public async ValueTask LeaveAsync(Tenant tenant, GateAnswer answer)
    {
        if (answer.Token is { } token)
        {
            await TryAsync(tenant, () => gates.ChangeAsync(tenant.Scope, gate => Permits.Give(gate, token), CancellationToken.None), null);
        }
    }

    /// <summary>
    /// The slot for an update that has just come, so that its wake-up comes when it may be delivered; null where the
    /// tenant has no rate. Throws <see cref="StorageUnavailableException"/>.
    /// </summary>
    public async ValueTask<DateTimeOffset?> NextSlotAsync(Tenant tenant, bool isBulk, CancellationToken cancellationToken) =>
        tenant.Limits.RequestsPerSecond is { } perSecond ? await slots.TakeAsync(tenant.Scope, perSecond, isBulk, cancellationToken) : null;

    private async ValueTask<T> TryAsync<T>(Tenant tenant, Func<ValueTask<T>> save, T otherwise)
    {
        try
        {
            return await save();
        }
        catch (StorageUnavailableException e)
        {
            Log.NotSaved(logger, tenant.Id, e);
            return otherwise;
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
