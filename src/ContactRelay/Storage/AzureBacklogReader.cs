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

        return new(depths, await FindOldestDueAsync(cancellationToken), await CountDeadLettersAsync(cancellationToken), await CountPendingAsync(cancellationToken));
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

    private async Task<DateTimeOffset?> FindOldestDueAsync(CancellationToken cancellationToken)
    {
        DateTimeOffset? oldest = null;
        var overdue = $"{AzureMailboxStore.Pending} gt 0 and {AzureMailboxStore.Due} lt {TableFilter.Time(time.GetUtcNow())}";
        await foreach (var page in _mailboxes.QueryAsync(overdue, AzureMailboxStore.Due, cancellationToken).Take(MaxPages))
        {
            oldest = page.Select(row => row.Time(AzureMailboxStore.Due)).Append(oldest).Min();
        }

        return oldest;
    }

    private async Task<IReadOnlyDictionary<string, long>> CountPendingAsync(CancellationToken cancellationToken)
    {
        var pending = new Dictionary<string, long>(StringComparer.Ordinal);
        const string columns = $"{AzureMailboxStore.Tenant},{AzureMailboxStore.Pending}";
        await foreach (var page in _mailboxes.QueryAsync($"{AzureMailboxStore.Pending} gt 0", columns, cancellationToken).Take(MaxPages))
        {
            foreach (var row in page)
            {
                var tenant = row.Text(AzureMailboxStore.Tenant) ?? "";
                pending[tenant] = pending.GetValueOrDefault(tenant) + (row.Number(AzureMailboxStore.Pending) ?? 0);
            }
        }

        return pending;
    }

    private async Task<int> CountDeadLettersAsync(CancellationToken cancellationToken)
    {
        var count = 0;
        await foreach (var page in _deadLetters.QueryAsync(TableFilter.Everything, AzureDeadLetterStore.Kind, cancellationToken).Take(MaxPages))
        {
            count += page.Count;
        }

        return count;
    }
}
