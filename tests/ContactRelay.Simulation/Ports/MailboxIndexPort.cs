using System.Runtime.CompilerServices;
using ContactRelay.Mailboxes;

namespace ContactRelay.Simulation.Ports;

/// <summary>A process's way to many mailboxes at once.</summary>
internal sealed class MailboxIndexPort(Instance instance) : IMailboxIndex
{
    public async IAsyncEnumerable<OverdueMailbox> ListOverdueAsync(DateTimeOffset before, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var overdue = await instance.Ask(PortKind.Read, "list overdue", null, () => instance.World.Storage.Mailboxes
            .Where(row => row.Value.Mailbox.DueAt() < before)
            .Select(row => new OverdueMailbox(row.Key, row.Value.Mailbox.DueAt()!.Value))
            .OrderBy(mailbox => mailbox.Key.ContactId, StringComparer.Ordinal)
            .ToList(), CancellationToken.None);
        foreach (var mailbox in overdue)
        {
            yield return mailbox;
        }
    }

    public IAsyncEnumerable<MailboxSummary> ListAsync(string tenant, string? after, CancellationToken cancellationToken) =>
        throw new NotSupportedException("Nobody reconciles here.");

    public async ValueTask<PendingContacts> ListPendingAsync(string tenant, CancellationToken cancellationToken)
    {
        var pending = await instance.Ask(PortKind.Read, "list pending of " + tenant, null, () => instance.World.Storage.Mailboxes
            .Where(row => row.Key.Tenant == tenant && !row.Value.Mailbox.Pending.IsEmpty)
            .OrderBy(row => row.Key.ContactId, StringComparer.Ordinal)
            .Select(row => new PendingContact(row.Key.ContactId, row.Value.Mailbox.Pending.Length, row.Value.Mailbox.DueAt()!.Value))
            .ToArray(), CancellationToken.None);
        return new(pending, IsPartial: false);
    }

    public IAsyncEnumerable<MailboxKey> ListIdleAsync(DateTimeOffset before, CancellationToken cancellationToken) =>
        throw new NotSupportedException("Retention is done a mailbox at a time here.");
}
