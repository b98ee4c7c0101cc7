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
    ValueTask<DeadLetter?> FindAsync(string tenant, string id, CancellationToken cancellationToken);
}
