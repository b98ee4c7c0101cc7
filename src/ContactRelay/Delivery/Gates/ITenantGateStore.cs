using ContactRelay.Storage;

namespace ContactRelay.Delivery.Gates;

/// <summary>
/// Where tenants' gates are kept. Where the storage cannot be reached or fails, its members throw
/// <see cref="StorageUnavailableException"/>, and then a save may or may not have happened.
/// </summary>
public interface ITenantGateStore
{
    /// <summary>The gate as it now is, and its ETag; null where there is none.</summary>
    ValueTask<(TenantGate Gate, string? ETag)> LoadAsync(string tenant, CancellationToken cancellationToken);

    /// <summary>
    /// Saves the gate if what is stored still has this ETag (null: if nothing is stored), and gives the new one back.
    /// Null where something else is stored by now; then nothing was saved.
    /// </summary>
    ValueTask<string?> SaveAsync(string tenant, TenantGate gate, string? etag, CancellationToken cancellationToken);

    /// <summary>The holds that there are, by tenant.</summary>
    ValueTask<IReadOnlyDictionary<string, Hold>> ListHoldsAsync(CancellationToken cancellationToken);
}
