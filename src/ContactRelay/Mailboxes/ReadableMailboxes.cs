using ContactRelay.Storage;

namespace ContactRelay.Mailboxes;

/// <summary>Loads mailboxes for whoever goes through many of them.</summary>
public static class ReadableMailboxes
{
    /// <summary>
    /// The mailbox; null if its row cannot be read, which must not keep the others from being looked at. Throws
    /// <see cref="StorageUnavailableException"/>.
    /// </summary>
    public static async ValueTask<LoadedMailbox?> LoadReadableAsync(this IMailboxStore mailboxes, MailboxKey key, CancellationToken cancellationToken)
    {
        try
        {
            return await mailboxes.LoadAsync(key, cancellationToken);
        }
        catch (UnreadableRowException)
        {
            return null;
        }
    }
}
