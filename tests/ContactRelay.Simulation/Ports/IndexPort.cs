using ContactRelay.Mailboxes;

namespace ContactRelay.Simulation.Ports;

/// <summary>A process's way to look at many mailboxes.</summary>
internal sealed class IndexPort(Instance instance) : IMailboxIndex
{
    public async IAsyncEnumerable<PendingContact> ListPendingAsync(
        string tenant, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var pending = await instance.Ask(PortKind.Read, "list pending of " + tenant, null, () => instance.World.Storage.Mailboxes
            .Where(row => row.Key.Tenant == tenant && !row.Value.Mailbox.Pending.IsEmpty)
            .OrderBy(row => row.Key.ContactId, StringComparer.Ordinal)
            .Select(row => new PendingContact(row.Key.ContactId, row.Value.Mailbox.Pending.Length, row.Value.Mailbox.DueAt()!.Value))
            .ToArray());
        foreach (var contact in pending)
        {
            yield return contact;
        }
    }

    public IAsyncEnumerable<MailboxSummary> ListAsync(string tenant, string? after, CancellationToken cancellationToken) =>
        throw new NotSupportedException("Nobody lists all mailboxes here.");

    public IAsyncEnumerable<MailboxKey> ListIdleAsync(DateTimeOffset before, CancellationToken cancellationToken) =>
        throw new NotSupportedException("Nobody looks for idle mailboxes here.");
}
