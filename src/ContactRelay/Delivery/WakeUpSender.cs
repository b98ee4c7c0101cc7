using ContactRelay.Mailboxes;
using ContactRelay.Storage;

namespace ContactRelay.Delivery;

/// <summary>Puts wake-ups on the queue.</summary>
public sealed class WakeUpSender(IUpdateQueue queue, TimeProvider time)
{
    /// <summary>Sends the wake-up. Throws <see cref="StorageUnavailableException"/> where the queue cannot be reached.</summary>
    public ValueTask SendAsync(WakeUp wakeUp, CancellationToken cancellationToken) => queue.SendAsync(
        QueueNames.For(wakeUp.IsBulk), QueueMessage.Write(wakeUp), wakeUp.Delay(time.GetUtcNow()), cancellationToken);
}
