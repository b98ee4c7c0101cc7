using ContactRelay.Mailboxes;
using ContactRelay.Storage;
using ContactRelay.Telemetry;
using ContactRelay.Tenants;

namespace ContactRelay.Intake;

/// <summary>Takes updates back that have not been started.</summary>
public sealed class UpdateCancellation(IMailboxStore mailboxes, OutcomeRecorder outcomes, TimeProvider time)
{
    private const int MaxConflicts = 20;

    /// <summary>
    /// Cancels the update; when this says so, it is on disk. Throws <see cref="StorageUnavailableException"/> where that
    /// cannot be promised: the same may then simply be asked for again.
    /// </summary>
    public async Task<CancelResult> CancelAsync(Tenant tenant, string contactId, string updateId, CancellationToken cancellationToken)
    {
        var key = tenant.Mailbox(contactId);
        for (var tries = 0; tries < MaxConflicts; tries++)
        {
            var loaded = await mailboxes.LoadAsync(key, cancellationToken);
            var cancelled = Cancelling.Cancel(loaded.Mailbox, updateId, time.GetUtcNow());
            if (ReferenceEquals(cancelled.Mailbox, loaded.Mailbox))
            {
                return cancelled;
            }

            cancellationToken.ThrowIfCancellationRequested();
            cancellationToken = CancellationToken.None;
            if (await mailboxes.SaveAsync(key, cancelled.Mailbox, loaded.ETag, null, cancellationToken) is not null)
            {
                await outcomes.SettledAsync(key, tenant, cancelled.Mailbox.JustSettled);
                return cancelled;
            }
        }

        throw new StorageUnavailableException("The mailbox changes too fast to be saved.");
    }
}
