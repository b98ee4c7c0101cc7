using ContactRelay.Storage.Tables;
using ContactRelay.Tenants;

namespace ContactRelay.Storage;

/// <summary>Tenants' documents in the table <c>tenants</c>: a partition for each.</summary>
internal sealed class AzureTenantStore(AzureClients clients) : ITenantStore
{
    /// <summary>The table's name.</summary>
    public const string TableName = "tenants";

    private const string RowKey = "tenant";
    private const string PartitionKey = "PartitionKey";

    private readonly Table _table = clients.Table(TableName);

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<string>> ListAsync(CancellationToken cancellationToken)
    {
        var ids = new List<string>();
        await foreach (var page in _table.QueryAsync($"RowKey eq {TableFilter.Text(RowKey)}", PartitionKey, cancellationToken))
        {
            ids.AddRange(page.Select(row => KeyText.Unescape(row.Text(PartitionKey)!)));
        }

        return ids;
    }

    /// <inheritdoc/>
    public async ValueTask<StoredTenant?> FindAsync(string id, CancellationToken cancellationToken) =>
        await _table.GetAsync(KeyOf(id), cancellationToken) is { } row ? new(StoredDocument.Read(row), row.ETag!) : null;

    /// <inheritdoc/>
    public async ValueTask<bool> SaveAsync(string id, ReadOnlyMemory<byte> document, string? etag, CancellationToken cancellationToken)
    {
        var row = new NewRow(KeyOf(id));
        StoredDocument.Write(row, document);
        var saved = etag is null
            ? await _table.InsertAsync(row, cancellationToken)
            : await _table.ReplaceAsync(row, etag, cancellationToken);
        return saved is not null;
    }

    /// <inheritdoc/>
    public ValueTask<bool> DeleteAsync(string id, CancellationToken cancellationToken) =>
        _table.DeleteAsync(KeyOf(id), Table.AnyVersion, cancellationToken);

    private static TableKey KeyOf(string id) => new(KeyText.Escape(id), RowKey);
}
