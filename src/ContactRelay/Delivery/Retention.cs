using ContactRelay.Mailboxes;
using ContactRelay.Storage;
using Microsoft.Extensions.Logging;

namespace ContactRelay.Delivery;

/// <summary>
/// Drops what has been kept for long enough from mailboxes that nothing comes to any more; the others do so whenever they
/// are saved. Drops old rows of the recent activity, too.
/// </summary>
public sealed partial class Retention(
    IMailboxIndex index, IMailboxStore mailboxes, IActivityStore activity, TimeProvider time, ILogger<Retention> logger)
{
    /// <summary>
    /// Goes through the mailboxes that have been idle. Throws <see cref="StorageUnavailableException"/>; what is left is
    /// done the next time.
    /// </summary>
    public async Task ApplyAsync(CancellationToken cancellationToken)
    {
        await activity.DropAsync(time.GetUtcNow() - IActivityStore.Kept, cancellationToken);
        var changed = 0;
        await foreach (var key in index.ListIdleAsync(time.GetUtcNow() - Erasing.TombstoneKept, cancellationToken))
        {
            if (await LoadAsync(key, cancellationToken) is not { } loaded)
            {
                continue;
            }

            var retained = Erasing.Retain(loaded.Mailbox, time.GetUtcNow());

            // Where it is saved meanwhile, it is not idle.
            if (!ReferenceEquals(retained, loaded.Mailbox)
                && await mailboxes.SaveAsync(key, retained, loaded.ETag, null, cancellationToken) is not null)
            {
                changed++;
            }
        }

        Log.Applied(logger, changed);
    }

    /// <summary>The mailbox; null, which is written down, if its row cannot be read: it must not keep the others from being gone through.</summary>
    private async ValueTask<LoadedMailbox?> LoadAsync(MailboxKey key, CancellationToken cancellationToken)
    {
        try
        {
            return await mailboxes.LoadAsync(key, cancellationToken);
        }
        catch (UnreadableRowException e)
        {
            Log.Unreadable(logger, key.TenantId, e);
            return null;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(72, LogLevel.Error, "A mailbox of {Tenant} cannot be read, and what it has kept for long enough stays: reconcile to find which")]
        public static partial void Unreadable(ILogger logger, string tenant, Exception exception);

        [LoggerMessage(71, LogLevel.Information, "Dropped what was kept for long enough from {Mailboxes} mailboxes")]
        public static partial void Applied(ILogger logger, int mailboxes);
    }
}
