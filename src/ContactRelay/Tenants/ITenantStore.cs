using ContactRelay.Storage;

namespace ContactRelay.Tenants;

/// <summary>
/// Where tenants' documents are kept. Where the storage cannot be reached or fails, its members throw
/// <see cref="StorageUnavailableException"/>.
/// </summary>
public interface ITenantStore
{
    /// <summary>The ids of all tenants that are not closed, in order.</summary>
    ValueTask<IReadOnlyList<string>> ListAsync(CancellationToken cancellationToken);

    /// <summary>The ids of the closed tenants, in order.</summary>
    ValueTask<IReadOnlyList<string>> ListClosedAsync(CancellationToken cancellationToken);

    /// <summary>The document of the tenant with this id, closed or not, or null.</summary>
    ValueTask<StoredTenant?> FindAsync(string id, CancellationToken cancellationToken);

    /// <summary>
    /// Saves the document and what stands beside it if what is stored still has this ETag (null: if nothing is stored).
    /// False where something else is stored by now; then nothing was saved.
    /// </summary>
    ValueTask<bool> SaveAsync(string id, ReadOnlyMemory<byte> document, TenantLife life, string? etag, CancellationToken cancellationToken);

    /// <summary>Deletes the document if what is stored still has this ETag. False where it has not.</summary>
    ValueTask<bool> DeleteAsync(string id, string etag, CancellationToken cancellationToken);
}
