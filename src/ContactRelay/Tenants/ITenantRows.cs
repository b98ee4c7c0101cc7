using ContactRelay.Storage;

namespace ContactRelay.Tenants;

/// <summary>All that is stored of a tenant but its document: its mailboxes, dead letters, recent activity and gate.</summary>
public interface ITenantRows
{
    /// <summary>
    /// Erases some of them, at most <paramref name="max"/> of each kind, and gives how many; 0 where nothing is left. Throws
    /// <see cref="StorageUnavailableException"/>; what was erased until then stays so.
    /// </summary>
    /// <param name="scope">The tenant's scope.</param>
    /// <param name="max">The most of each kind.</param>
    /// <param name="cancellationToken">Ends the erasing.</param>
    ValueTask<int> EraseSomeAsync(string scope, int max, CancellationToken cancellationToken);
}
