using ContactRelay.Mailboxes;
using ContactRelay.Storage;

namespace ContactRelay.Intake;

/// <summary>Takes updates back that have not been started.</summary>
public sealed class UpdateCancellation(IMailboxStore mailboxes, TimeProvider time)
{
    private const int MaxConflicts = 20;

    /// <summary>
    /// Cancels the update; when this says so, it is on disk. Throws <see cref="StorageUnavailableException"/> where that
    /// cannot be promised: the same may then simply be asked for again.
    /// </summary>
    public async Task<CancelResult> CancelAsync(MailboxKey key, string updateId, CancellationToken cancellationToken)
    {
        for (var tries = 0; tries < MaxConflicts; tries++)
        {
            var loaded = await mailboxes.LoadAsync(key, cancellationToken);
            var cancelled = Cancelling.Cancel(loaded.Mailbox, updateId, time.GetUtcNow());
            if (ReferenceEquals(cancelled.Mailbox, loaded.Mailbox)
                || await mailboxes.SaveAsync(key, cancelled.Mailbox, loaded.ETag, null, cancellationToken) is not null)
            {
                return cancelled;
            }
        }

        throw new StorageUnavailableException("The mailbox changes too fast to be saved.");
    }
}
