using ContactRelay.Delivery.Gates;
using ContactRelay.Storage.Tables;

namespace ContactRelay.Storage;

/// <summary>Tenants' gates in the table <c>tenants</c>, beside the tenants' documents.</summary>
internal sealed class AzureTenantGateStore(AzureClients clients) : ITenantGateStore
{
    /// <summary>The row's key in its tenant's partition.</summary>
    public const string RowKey = "gate";

    private const string Tenant = "tenant";

    // Absent where the tenant is not held.
    private const string Held = "held";

    private readonly Table _table = clients.Table(AzureTenantStore.TableName);

    /// <inheritdoc/>
    public async ValueTask<(TenantGate Gate, string? ETag)> LoadAsync(string tenant, CancellationToken cancellationToken) =>
        await _table.GetAsync(KeyOf(tenant), cancellationToken) is { } row
            ? (UnreadableRowException.Read(AzureTenantStore.TableName, row.ETag, () => TenantGate.Read(StoredDocument.Read(row))), row.ETag)
            : (TenantGate.Open, null);

    /// <inheritdoc/>
    public ValueTask<string?> SaveAsync(string tenant, TenantGate gate, string? etag, CancellationToken cancellationToken)
    {
        var row = new NewRow(KeyOf(tenant));
        StoredDocument.Write(row, gate.Write());
        row.Add(Tenant, tenant);
        if (gate.Hold is { } hold)
        {
            row.Add(Held, hold.Until);
        }

        return etag is null ? _table.InsertAsync(row, cancellationToken) : _table.ReplaceAsync(row, etag, cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyDictionary<string, Hold>> ListHoldsAsync(CancellationToken cancellationToken)
    {
        var holds = new Dictionary<string, Hold>(StringComparer.Ordinal);
        await foreach (var page in _table.QueryAsync($"{Held} gt {TableFilter.Time(DateTimeOffset.UnixEpoch)}", Tenant, cancellationToken))
        {
            foreach (var row in page)
            {
                if (row.Text(Tenant) is { } tenant && await FindHoldAsync(tenant, cancellationToken) is { } hold)
                {
                    holds[tenant] = hold;
                }
            }
        }

        return holds;
    }

    /// <summary>A gate that cannot be read holds nobody: it is opened as soon as its tenant has something to deliver.</summary>
    private async ValueTask<Hold?> FindHoldAsync(string tenant, CancellationToken cancellationToken) =>
        await _table.GetAsync(KeyOf(tenant), cancellationToken) is { } row
        && UnreadableRowException.TryRead(() => TenantGate.Read(StoredDocument.Read(row)), out var gate, out _)
            ? gate.Hold
            : null;

    private static TableKey KeyOf(string tenant) => new(KeyText.Escape(tenant), RowKey);
}
