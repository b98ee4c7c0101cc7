using ContactRelay.Storage;

namespace ContactRelay.LocalHost.WorkerHost;

/// <summary>
/// Queues as their host sees them. Where the storage cannot be reached or fails, its members throw
/// <see cref="StorageUnavailableException"/>.
/// </summary>
internal interface IMessageSource
{
    /// <summary>Waits for the queue's next message and hides it for <paramref name="inHand"/>.</summary>
    Task<HostMessage> ReceiveAsync(string queue, TimeSpan inHand, CancellationToken cancellationToken);

    /// <summary>Deletes a message that was received, unless it has been received again since.</summary>
    Task DeleteAsync(HostMessage message);

    /// <summary>Gives a message that was received back, to be seen again after the delay.</summary>
    Task ReleaseAsync(HostMessage message, TimeSpan delay);

    /// <summary>Moves a message that was received to another queue, where it has a new id.</summary>
    Task MoveAsync(HostMessage message, string queue);
}
