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
                var (accepted, counts) = LedgerText.Read(row.Text(AzureMailboxStore.Counted)!);
                yield return new(
                    new(tenant, row.Text(AzureMailboxStore.Contact)!),
                    accepted,
                    row.Number(AzureMailboxStore.Pending) ?? 0,
                    row.Time(AzureMailboxStore.Due),
                    counts);
            }
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<PendingContact> ListPendingAsync(string tenant, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var filter = $"{TableFilter.PartitionsFrom(AzureMailboxStore.PartitionOf(tenant, ""))} and {AzureMailboxStore.Pending} gt 0";
        await foreach (var page in _table.QueryAsync(filter, Waiting, cancellationToken).Take(MaxPendingPages))
        {
            foreach (var row in page)
            {
                yield return new(
                    row.Text(AzureMailboxStore.Contact)!, row.Number(AzureMailboxStore.Pending)!.Value, row.Time(AzureMailboxStore.Due)!.Value);
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
                yield return new(row.Text(AzureMailboxStore.Tenant)!, row.Text(AzureMailboxStore.Contact)!);
            }
        }
    }
}
