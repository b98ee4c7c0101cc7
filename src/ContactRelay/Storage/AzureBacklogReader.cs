using Azure;
using Azure.Storage.Queues.Models;
using ContactRelay.Delivery;
using ContactRelay.Storage.Tables;

namespace ContactRelay.Storage;

/// <summary>Looks at what waits in the storage account.</summary>
internal sealed class AzureBacklogReader(AzureClients clients, TimeProvider time) : IBacklogReader
{
    /// <summary>The most pages read of a table: with very many mailboxes what is said is of those alone.</summary>
    private const int MaxPages = 20;

    private static readonly string[] Queues = [QueueNames.Updates, QueueNames.UpdatesPoison, QueueNames.BulkUpdates, QueueNames.BulkUpdatesPoison];

    private readonly Table _mailboxes = clients.Table(AzureMailboxStore.TableName);
    private readonly Table _deadLetters = clients.Table(AzureDeadLetterStore.TableName);

    /// <inheritdoc/>
    public async Task<Backlog> ReadAsync(CancellationToken cancellationToken)
    {
        var depths = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var queue in Queues)
        {
            depths[queue] = await CountMessagesAsync(queue, cancellationToken);
        }

        var due = await FindOldestDueAsync(cancellationToken);
        var letters = await CountDeadLettersAsync(cancellationToken);
        var waiting = await CountPendingAsync(cancellationToken);
        return new(depths, due.Oldest, letters.Count, waiting.Pending) { IsPartial = due.IsPartial || letters.IsPartial || waiting.IsPartial };
    }

    private async Task<int> CountMessagesAsync(string queue, CancellationToken cancellationToken)
    {
        try
        {
            QueueProperties properties = await clients.Queue(queue).GetPropertiesAsync(cancellationToken);
            return properties.ApproximateMessagesCount;
        }
        catch (RequestFailedException e) when (e.ErrorCode == QueueErrorCode.QueueNotFound)
        {
            return 0;
        }
        catch (Exception e) when (StorageFailure.Of(e, $"the queue '{queue}'", cancellationToken) is { } failure)
        {
            throw failure;
        }
    }

    private async Task<(DateTimeOffset? Oldest, bool IsPartial)> FindOldestDueAsync(CancellationToken cancellationToken)
    {
        DateTimeOffset? oldest = null;
        var overdue = $"{AzureMailboxStore.Pending} gt 0 and {AzureMailboxStore.Due} lt {TableFilter.Time(time.GetUtcNow())}";
        var isPartial = await ScanAsync(
            _mailboxes, overdue, AzureMailboxStore.Due, page => oldest = page.Select(row => row.Time(AzureMailboxStore.Due)).Append(oldest).Min(), cancellationToken);
        return (oldest, isPartial);
    }

    private async Task<(IReadOnlyDictionary<string, long> Pending, bool IsPartial)> CountPendingAsync(CancellationToken cancellationToken)
    {
        var pending = new Dictionary<string, long>(StringComparer.Ordinal);
        const string columns = $"{AzureMailboxStore.Tenant},{AzureMailboxStore.Pending}";
        var isPartial = await ScanAsync(_mailboxes, $"{AzureMailboxStore.Pending} gt 0", columns, Count, cancellationToken);
        return (pending, isPartial);

        void Count(IReadOnlyList<StoredRow> page)
        {
            foreach (var row in page)
            {
                var tenant = row.Text(AzureMailboxStore.Tenant) ?? "";
                pending[tenant] = pending.GetValueOrDefault(tenant) + (row.Number(AzureMailboxStore.Pending) ?? 0);
            }
        }
    }

    private async Task<(int Count, bool IsPartial)> CountDeadLettersAsync(CancellationToken cancellationToken)
    {
        var count = 0;
        var isPartial = await ScanAsync(
            _deadLetters, TableFilter.Everything, AzureDeadLetterStore.Kind, page => count += page.Count, cancellationToken);
        return (count, isPartial);
    }

    /// <summary>Looks at pages up to the bound. True if there were more.</summary>
    private static async Task<bool> ScanAsync(
        Table table, string filter, string columns, Action<IReadOnlyList<StoredRow>> look, CancellationToken cancellationToken)
    {
        var pages = 0;
        await foreach (var page in table.QueryAsync(filter, columns, cancellationToken))
        {
            if (pages++ == MaxPages)
            {
                return true;
            }

            look(page);
        }

        return false;
    }
}
