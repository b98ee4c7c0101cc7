using ContactRelay.Delivery;
using ContactRelay.Mailboxes;
using ContactRelay.Storage;

namespace ContactRelay.Simulation.Ports;

/// <summary>A process's way to the mailboxes, as AzureMailboxStore is or as EmbeddedMailboxStore is.</summary>
internal sealed class MailboxPort(Instance instance, WakeUpSender wakeUps, TimeProvider time) : IMailboxStore
{
    private readonly RecentMailboxes _recent = new(time);

    private SimulatedStorage Storage => instance.World.Storage;

    public async ValueTask<LoadedMailbox> LoadAsync(MailboxKey key, CancellationToken cancellationToken) =>
        (await instance.Ask(PortKind.Read, "load", key, () => Storage.Load(key), cancellationToken))?.Load() ?? new(Mailbox.Empty, null);

    public LoadedMailbox? Recall(MailboxKey key)
    {
        instance.Remembers = null;
        return _recent.TryTake(key, out var mailbox) ? mailbox : null;
    }

    public async ValueTask<string?> SaveAsync(
        MailboxKey key, Mailbox mailbox, string? etag, WakeUp? wakeUp, CancellationToken cancellationToken)
    {
        var document = MailboxDocument.Write(mailbox);
        if (Storage.IsEmbedded)
        {
            var message = wakeUp is null ? null : instance.World.Queue.Make(
                QueueNames.For(wakeUp.IsBulk), QueueMessage.Write(wakeUp), wakeUp.Delay(time.GetUtcNow()));
            return await instance.Ask(PortKind.Write, "save", key, () => Storage.Save(key, document, etag, mailbox, message), CancellationToken.None);
        }

        var saved = await instance.Ask(PortKind.Write, "save", key, () => Storage.Save(key, document, etag, mailbox, message: null), cancellationToken);
        if (saved is not null)
        {
            _recent.Saved(key, mailbox, document, saved);
            instance.Remembers = saved;
            if (wakeUp is not null)
            {
                await wakeUps.SendAsync(wakeUp, cancellationToken);
            }
        }

        return saved;
    }
}
