using ContactRelay.Storage;

namespace ContactRelay.Delivery;

/// <summary>Looks at what waits, without reading a single document.</summary>
public interface IBacklogReader
{
    /// <summary>What waits now. Throws <see cref="StorageUnavailableException"/> where the storage cannot be reached.</summary>
    Task<Backlog> ReadAsync(CancellationToken cancellationToken);
}
