using ContactRelay.Storage;

namespace ContactRelay.Delivery;

/// <summary>
/// The index of what was not delivered. Where the storage cannot be reached or fails, its members throw
/// <see cref="StorageUnavailableException"/>.
/// </summary>
public interface IDeadLetterStore
{
    /// <summary>Puts a dead letter there, in the place of the one with the same tenant and id, if any.</summary>
    ValueTask UpsertAsync(DeadLetter letter, CancellationToken cancellationToken);

    /// <summary>The dead letter with this id, or null.</summary>
    ValueTask<StoredDeadLetter?> FindAsync(string tenant, string id, CancellationToken cancellationToken);

    /// <summary>
    /// The dead letters that are wanted, in the order of their tenants and ids, which is about that of their coming. One whose row
    /// cannot be read is among them, as <see cref="DeadLetter.Unreadable"/>.
    /// </summary>
    IAsyncEnumerable<StoredDeadLetter> ListAsync(DeadLetterQuery query, CancellationToken cancellationToken);

    /// <summary>Deletes the dead letter, unless it has come again since. False where nothing was deleted.</summary>
    ValueTask<bool> DeleteAsync(StoredDeadLetter letter, CancellationToken cancellationToken);
}
