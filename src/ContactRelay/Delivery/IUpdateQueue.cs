using ContactRelay.Storage;

namespace ContactRelay.Delivery;

/// <summary>
/// The queue of messages that say what is to be looked into. A message comes at least once, in no certain order.
/// Where the storage cannot be reached or fails, its members throw <see cref="StorageUnavailableException"/>.
/// </summary>
public interface IUpdateQueue
{
    /// <summary>Sends a text, which stays until it is handled, to be seen after the delay (7 days at the most).</summary>
    ValueTask SendAsync(string queue, string text, TimeSpan delay, CancellationToken cancellationToken);
}
