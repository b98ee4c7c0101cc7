using ContactRelay.Mailboxes;
using ContactRelay.Storage;
using ContactRelay.Telemetry;
using ContactRelay.Tenants;

namespace ContactRelay.Delivery;

/// <summary>Saves what somebody asked to have changed in a mailbox, with its wake-up, as a part of the trace of who asked.</summary>
public sealed class MailboxSaving(IMailboxStore mailboxes, WakeUpSender wakeUps)
{
    /// <summary>
    /// Saves the mailbox where it was changed, and sends the wake-up; where it was not, the wake-up goes all the same, since
    /// whoever changed it may have died before. False where something else is stored by now. Throws
    /// <see cref="StorageUnavailableException"/>.
    /// </summary>
    public async Task<bool> SaveAsync(
        MailboxKey key, Tenant tenant, LoadedMailbox loaded, Mailbox mailbox, WakeUp? wakeUp, CancellationToken cancellationToken)
    {
        using var span = RelaySpans.StartSend(tenant, wakeUp);
        var traced = wakeUp is not null && RelaySpans.Context(span) is { } trace ? wakeUp with { TraceParent = trace } : wakeUp;
        if (!ReferenceEquals(mailbox, loaded.Mailbox))
        {
            return await mailboxes.SaveAsync(key, mailbox, loaded.ETag, traced, cancellationToken) is not null;
        }

        if (traced is not null)
        {
            await wakeUps.SendAsync(traced, cancellationToken);
        }

        return true;
    }
}
