using ContactRelay.Delivery.Gates;
using ContactRelay.Storage;
using ContactRelay.Tenants;

namespace ContactRelay.Delivery;

/// <summary>
/// Sums up the recent activity of the first tenants at once. What was read is kept for two seconds, so that it costs the
/// same however many look. Its members throw <see cref="StorageUnavailableException"/> if storage is unavailable.
/// </summary>
public sealed class ActivityOverview(ITenantStore store, ITenantDirectory tenants, ActivityReader reader, TenantHolds holds, TimeProvider time)
    : IDisposable
{
    /// <summary>The most tenants that are summed up.</summary>
    public const int MaxTenants = 8;

    /// <summary>The most mailboxes of a tenant that are read.</summary>
    public const int MaxWaiting = 5;

    private static readonly TimeSpan Kept = TimeSpan.FromSeconds(2);

    private readonly SemaphoreSlim _one = new(1);
    private (int Minutes, DateTimeOffset At, TenantsActivity Activity)? _last;

    /// <summary>Sums up so many minutes.</summary>
    public async Task<TenantsActivity> ReadAsync(int minutes, CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            if (_last is { } last && last.Minutes == minutes && (time.GetUtcNow() - last.At).Duration() < Kept)
            {
                return last.Activity;
            }

            var activity = await SummariseAsync(minutes, cancellationToken);
            _last = (minutes, time.GetUtcNow(), activity);
            return activity;
        }
        finally
        {
            _one.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _one.Dispose();

    private async Task<TenantsActivity> SummariseAsync(int minutes, CancellationToken cancellationToken)
    {
        var ids = await store.ListAsync(cancellationToken);
        var held = await holds.ListAsync(cancellationToken);
        var summaries = new List<TenantActivity>();
        foreach (var id in ids.Take(MaxTenants))
        {
            if (await tenants.FindAsync(id, cancellationToken) is { } tenant)
            {
                summaries.Add(new(tenant, await reader.SummariseAsync(tenant.Scope, minutes, MaxWaiting, cancellationToken), held.GetValueOrDefault(id)));
            }
        }

        return new(summaries, ids.Count);
    }
}

/// <summary>The recent activity of tenants.</summary>
/// <param name="Tenants">The first tenants, in the order of their ids.</param>
/// <param name="Total">How many tenants there are.</param>
public sealed record TenantsActivity(IReadOnlyList<TenantActivity> Tenants, int Total);

/// <summary>A tenant's recent activity.</summary>
/// <param name="Tenant">The tenant.</param>
/// <param name="Summary">Its last minutes, and what waits.</param>
/// <param name="Hold">The hold that it is under; null if there is none.</param>
public sealed record TenantActivity(Tenant Tenant, ActivitySummary Summary, Hold? Hold);
