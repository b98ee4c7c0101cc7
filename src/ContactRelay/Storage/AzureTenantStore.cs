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
    private const string Generation = "generation";
    private const string Follows = "follows";

    // Absent while it is a tenant.
    private const string Closed = "closed";
    private const string Erased = "erased";

    private readonly Table _table = clients.Table(TableName);

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<string>> ListAsync(CancellationToken cancellationToken)
    {
        var ids = new List<string>();
        await foreach (var page in _table.QueryAsync($"RowKey eq {TableFilter.Text(RowKey)}", $"{PartitionKey},{Closed}", cancellationToken))
        {
            ids.AddRange(page.Where(row => row.Time(Closed) is null).Select(IdOf));
        }

        return ids;
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<string>> ListClosedAsync(CancellationToken cancellationToken)
    {
        var ids = new List<string>();
        await foreach (var page in _table.QueryAsync($"{Closed} gt {TableFilter.Time(DateTimeOffset.UnixEpoch)}", PartitionKey, cancellationToken))
        {
            ids.AddRange(page.Select(IdOf));
        }

        return ids;
    }

    /// <inheritdoc/>
    public async ValueTask<StoredTenant?> FindAsync(string id, CancellationToken cancellationToken) =>
        await _table.GetAsync(KeyOf(id), cancellationToken) is { } row
            ? new(UnreadableRowException.TryRead(() => StoredDocument.Read(row), out var document, out _) ? document : [], row.ETag!, ReadLife(row))
            : null;

    /// <inheritdoc/>
    public async ValueTask<bool> SaveAsync(string id, ReadOnlyMemory<byte> document, TenantLife life, string? etag, CancellationToken cancellationToken)
    {
        var row = new NewRow(KeyOf(id));
        StoredDocument.Write(row, document);
        WriteLife(row, life);
        var saved = etag is null
            ? await _table.InsertAsync(row, cancellationToken)
            : await _table.ReplaceAsync(row, etag, cancellationToken);
        return saved is not null;
    }

    /// <inheritdoc/>
    public ValueTask<bool> DeleteAsync(string id, string etag, CancellationToken cancellationToken) =>
        _table.DeleteAsync(KeyOf(id), etag, cancellationToken);

    private static void WriteLife(NewRow row, TenantLife life)
    {
        row.Add(Generation, life.Generation);
        if (life.Follows is { } follows)
        {
            row.Add(Follows, follows);
        }

        if (life.ClosedAt is { } closedAt)
        {
            row.Add(Closed, closedAt);
            row.Add(Erased, life.IsErased ? 1 : 0);
        }
    }

    private static TenantLife ReadLife(StoredRow row) => new()
    {
        Generation = row.Text(Generation) ?? "",
        Follows = row.Time(Follows),
        ClosedAt = row.Time(Closed),
        IsErased = row.Number(Erased) == 1,
    };

    private static string IdOf(StoredRow row) => KeyText.Unescape(row.Text(PartitionKey)!);

    private static TableKey KeyOf(string id) => new(KeyText.Escape(id), RowKey);
}
