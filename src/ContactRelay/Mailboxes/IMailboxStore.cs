using ContactRelay.Storage;

namespace ContactRelay.Mailboxes;

/// <summary>
/// Where mailboxes are kept. Everything it says it has done is on disk. Where the storage cannot be reached or fails,
/// its members throw <see cref="StorageUnavailableException"/>, and then a save may or may not have happened.
/// </summary>
public interface IMailboxStore
{
    /// <summary>The mailbox as it now is.</summary>
    ValueTask<LoadedMailbox> LoadAsync(MailboxKey key, CancellationToken cancellationToken);

    /// <summary>
    /// What this process has just saved of the mailbox, where the storage remembers it, and null otherwise. Something else
    /// may be stored by now, so it is good for nothing but a save with its ETag.
    /// </summary>
    LoadedMailbox? Recall(MailboxKey key) => null;

    /// <summary>
    /// Saves the mailbox if what is stored still has this ETag (null: if nothing is stored), then sends the wake-up, and
    /// gives the new ETag back. Null where something else is stored by now; then nothing was saved or sent.
    /// </summary>
    /// <remarks>Storage that can do so saves and sends in one transaction.</remarks>
    ValueTask<string?> SaveAsync(MailboxKey key, Mailbox mailbox, string? etag, WakeUp? wakeUp, CancellationToken cancellationToken);
}
