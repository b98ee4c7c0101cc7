using ContactRelay.Storage.Tables;
using ContactRelay.Tenants;

namespace ContactRelay.Storage;

/// <summary>The rows of a tenant in all tables but its document.</summary>
internal sealed class AzureTenantRows(AzureClients clients, AzureActivityStore activity) : ITenantRows
{
    private const string PartitionKey = "PartitionKey";
    private const string RowKey = "RowKey";
    private const int MaxParallel = 16;

    /// <inheritdoc/>
    public async ValueTask<int> EraseSomeAsync(string scope, int max, CancellationToken cancellationToken)
    {
        // The mailboxes first: where there is none any more, nothing of it is settled.
        var erased = await EraseAsync(
            clients.Table(AzureMailboxStore.TableName), TableFilter.PartitionsFrom(AzureMailboxStore.PartitionOf(scope, "")), max, cancellationToken);
        erased += await EraseAsync(clients.Table(AzureDeadLetterStore.TableName), AzureDeadLetterStore.InTenant(scope), max, cancellationToken);
        foreach (var table in activity.Tables())
        {
            erased += await EraseAsync(table, AzureActivityStore.InTenant(scope), max, cancellationToken);
        }

        var gate = new TableKey(KeyText.Escape(scope), AzureTenantGateStore.RowKey);
        return erased + (await clients.Table(AzureTenantStore.TableName).DeleteAsync(gate, Table.AnyVersion, cancellationToken) ? 1 : 0);
    }

    private static async Task<int> EraseAsync(Table table, string filter, int max, CancellationToken cancellationToken)
    {
        var keys = new List<TableKey>();
        await foreach (var page in table.QueryAsync(filter, $"{PartitionKey},{RowKey}", cancellationToken, max))
        {
            keys.AddRange(page.Select(row => new TableKey(row.Text(PartitionKey)!, row.Text(RowKey)!)));
            if (keys.Count >= max)
            {
                break;
            }
        }

        await Parallel.ForEachAsync(
            keys,
            new ParallelOptions { MaxDegreeOfParallelism = MaxParallel, CancellationToken = cancellationToken },
            async (key, cancellation) => await table.DeleteAsync(key, Table.AnyVersion, cancellation));
        return keys.Count;
    }
}
