using System.Runtime.CompilerServices;
using ContactRelay.Mailboxes;
using ContactRelay.Storage.Tables;

namespace ContactRelay.Storage;

/// <summary>Looks at many rows of the table <c>mailboxes</c> without reading their documents.</summary>
internal sealed class AzureMailboxIndex(AzureClients clients) : IMailboxIndex
{
    private const string Summary = $"{AzureMailboxStore.Contact},{AzureMailboxStore.Pending},{AzureMailboxStore.Due},{AzureMailboxStore.Counted}";
    private const string Key = $"{AzureMailboxStore.Tenant},{AzureMailboxStore.Contact}";

    private const string Waiting = $"{AzureMailboxStore.Contact},{AzureMailboxStore.Pending},{AzureMailboxStore.Due}";
    private const int MaxPendingPages = 5;

    private readonly Table _table = clients.Table(AzureMailboxStore.TableName);

    /// <inheritdoc/>
    public async IAsyncEnumerable<MailboxSummary> ListAsync(
        string tenant, string? after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var filter = TableFilter.PartitionsFrom(AzureMailboxStore.PartitionOf(tenant, ""))
            + (after is null ? "" : $" and PartitionKey gt {TableFilter.Text(AzureMailboxStore.PartitionOf(tenant, after))}");
        await foreach (var page in _table.QueryAsync(filter, Summary, cancellationToken))
        {
            foreach (var row in page)
            {
                yield return UnreadableRowException.TryRead(() => Read(tenant, row), out var summary, out _)
                    ? summary
                    : MailboxSummary.Unreadable(new(tenant, UnreadableRowException.TryRead(() => row.Text(AzureMailboxStore.Contact), out var id, out _) ? id ?? "" : ""), 0, null);
            }
        }
    }

    /// <inheritdoc/>
    public async ValueTask<PendingContacts> ListPendingAsync(string tenant, CancellationToken cancellationToken)
    {
        var contacts = new List<PendingContact>();
        var pages = 0;
        var filter = $"{TableFilter.PartitionsFrom(AzureMailboxStore.PartitionOf(tenant, ""))} and {AzureMailboxStore.Pending} gt 0";
        await foreach (var page in _table.QueryAsync(filter, Waiting, cancellationToken))
        {
            if (pages++ == MaxPendingPages)
            {
                return new(contacts, IsPartial: true);
            }

            foreach (var row in page)
            {
                // A row without them has lost more than these: its contact's wake-ups and a reconciliation tell of it.
                if (row.Text(AzureMailboxStore.Contact) is { } contact && row.Number(AzureMailboxStore.Pending) is { } pending && row.Time(AzureMailboxStore.Due) is { } due)
                {
                    contacts.Add(new(contact, pending, due));
                }
            }
        }

        return new(contacts, IsPartial: false);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<OverdueMailbox> ListOverdueAsync(DateTimeOffset before, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var filter = $"{AzureMailboxStore.Pending} gt 0 and {AzureMailboxStore.Due} lt {TableFilter.Time(before)}";
        await foreach (var page in _table.QueryAsync(filter, $"{Key},{AzureMailboxStore.Due}", cancellationToken))
        {
            foreach (var row in page)
            {
                if (row.Text(AzureMailboxStore.Tenant) is { } tenant && row.Text(AzureMailboxStore.Contact) is { } contact && row.Time(AzureMailboxStore.Due) is { } due)
                {
                    yield return new(new(tenant, contact), due);
                }
            }
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<MailboxKey> ListIdleAsync(DateTimeOffset before, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // The service keeps a row's Timestamp itself.
        var filter = $"{AzureMailboxStore.Kept} eq 1 and Timestamp lt {TableFilter.Time(before)}";
        await foreach (var page in _table.QueryAsync(filter, Key, cancellationToken))
        {
            foreach (var row in page)
            {
                if (row.Text(AzureMailboxStore.Tenant) is { } tenant && row.Text(AzureMailboxStore.Contact) is { } contact)
                {
                    yield return new(tenant, contact);
                }
            }
        }
    }

    private static MailboxSummary Read(string tenant, StoredRow row)
    {
        var (accepted, counts) = LedgerText.Read(row.Text(AzureMailboxStore.Counted) ?? throw new InvalidDataException("A row has no counts."));
        return new(
            new(tenant, row.Text(AzureMailboxStore.Contact) ?? throw new InvalidDataException("A row names no contact.")),
            accepted,
            row.Number(AzureMailboxStore.Pending) ?? 0,
            row.Time(AzureMailboxStore.Due),
            counts);
    }
}
