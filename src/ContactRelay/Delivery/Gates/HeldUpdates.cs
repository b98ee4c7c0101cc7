using ContactRelay.Mailboxes;
using ContactRelay.Storage;
using ContactRelay.Tenants;

namespace ContactRelay.Delivery.Gates;

/// <summary>
/// Wakes what waits for a hold to end. Each wake-up is one more than its mailbox needs: the one that was turned away is still
/// on its way. Its members throw <see cref="StorageUnavailableException"/>.
/// </summary>
public sealed class HeldUpdates(IMailboxIndex index, WakeUpSender wakeUps, TimeProvider time)
{
    /// <summary>How many mailboxes are woken at once; the others' own wake-ups come within five minutes.</summary>
    internal const int MaxWoken = 2_000;

    /// <summary>How many are woken a second if the tenant has no limit.</summary>
    internal const int PerSecond = 50;

    // A call takes some 200 ms.
    private const int PerSecondForEachCall = 5;
    private const int MaxParallel = 32;

    // Those whose call made the hold known wait a little for themselves.
    private static readonly TimeSpan Soon = TimeSpan.FromMinutes(1);

    /// <summary>Wakes what is due or soon will be, paced by the tenant's limits; once a hold has been lifted.</summary>
    public async Task WakeAsync(Tenant tenant, CancellationToken cancellationToken)
    {
        var (now, step) = (time.GetUtcNow(), TimeSpan.FromSeconds(1) / Pace(tenant.Limits));
        var waiting = await index.ListPendingAsync(tenant.Scope, cancellationToken);
        var woken = waiting.Contacts.Where(contact => contact.Due <= now + Soon).Take(MaxWoken).Index();
        foreach (var some in woken.Chunk(MaxParallel))
        {
            await Task.WhenAll(some.Select(waits =>
                SendAsync(tenant.Scope, waits.Item.ContactId, Later(waits.Item.Due, now + (waits.Index * step)), cancellationToken).AsTask()));
        }
    }

    /// <summary>
    /// Wakes another contact than this one, whose call may fail whatever becomes of the others', if there is one that can
    /// find out whether a hold is over: one that is no suspect, or any other if this was the last that failed.
    /// </summary>
    public async ValueTask<bool> WakeOtherAsync(string tenant, IReadOnlyList<string> suspects, string contact, CancellationToken cancellationToken)
    {
        var (now, other, isLast) = (time.GetUtcNow(), (string?)null, suspects[^1] == contact);
        foreach (var pending in (await index.ListPendingAsync(tenant, cancellationToken)).Contacts.Where(pending => pending.Due <= now))
        {
            var found = GatedCall.Fingerprint(pending.ContactId);
            if (!suspects.Contains(found))
            {
                other = pending.ContactId;
                break;
            }

            other ??= isLast && found != contact ? pending.ContactId : null;
        }

        if (other is null)
        {
            return false;
        }

        await SendAsync(tenant, other, now, cancellationToken);
        return true;
    }

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;

    private static double Pace(TenantLimits limits) =>
        limits.RequestsPerSecond ?? Math.Min(PerSecond, limits.Concurrency * PerSecondForEachCall ?? PerSecond);

    // On the queue for what comes in bulk: there may be very many.
    private ValueTask SendAsync(string tenant, string contactId, DateTimeOffset at, CancellationToken cancellationToken) =>
        wakeUps.SendAsync(new(new(tenant, contactId), at, IsBulk: true, IsExtra: true), cancellationToken);
}
