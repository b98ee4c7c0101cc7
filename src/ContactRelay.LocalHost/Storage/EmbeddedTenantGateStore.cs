using System.Globalization;
using ContactRelay.Delivery.Gates;
using ContactRelay.Storage;

namespace ContactRelay.LocalHost.Storage;

/// <summary>Tenants' gates in the embedded database.</summary>
internal sealed class EmbeddedTenantGateStore(EmbeddedDatabase database) : ITenantGateStore
{
    /// <inheritdoc/>
    public ValueTask<(TenantGate Gate, string? ETag)> LoadAsync(string tenant, CancellationToken cancellationToken)
    {
        var rows = database.Read(session => session.Query(
            "SELECT document, etag FROM gates WHERE tenant = ?1",
            row => (Gate: SqlDocument.TryRead(row, 0, TenantGate.Read, out var gate, out var why) ? gate : null, ETag: row.GetInt64(1).ToString(CultureInfo.InvariantCulture), Why: why),
            tenant));
        return rows.Count == 0 ? ValueTask.FromResult<(TenantGate, string?)>((TenantGate.Open, null))
            : rows[0] is { Gate: { } stored } row ? ValueTask.FromResult<(TenantGate, string?)>((stored, row.ETag))
            : throw new UnreadableRowException("gates", rows[0].ETag, rows[0].Why);
    }

    /// <inheritdoc/>
    public async ValueTask<string?> SaveAsync(string tenant, TenantGate gate, string? etag, CancellationToken cancellationToken)
    {
        var document = gate.Write();
        if (etag is null)
        {
            return await database.WriteAsync(session => session.Execute(
                "INSERT INTO gates (tenant, etag, document, held) VALUES (?1, 1, ?2, ?3) ON CONFLICT DO NOTHING",
                tenant,
                document,
                gate.Hold is null ? 0 : 1)) == 1 ? "1" : null;
        }

        var version = long.Parse(etag, CultureInfo.InvariantCulture);
        return await database.WriteAsync(session => session.Execute(
            "UPDATE gates SET etag = etag + 1, document = ?2, held = ?3 WHERE tenant = ?1 AND etag = ?4",
            tenant,
            document,
            gate.Hold is null ? 0 : 1,
            version)) == 1 ? (version + 1).ToString(CultureInfo.InvariantCulture) : null;
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyDictionary<string, Hold>> ListHoldsAsync(CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyDictionary<string, Hold>>(database.Read(session => session.Query(
            "SELECT tenant, document FROM gates WHERE held = 1",
            row => KeyValuePair.Create(row.GetString(0), SqlDocument.TryRead(row, 1, TenantGate.Read, out var gate, out _) ? gate.Hold : null)))
            .Where(held => held.Value is not null)
            .Select(held => KeyValuePair.Create(held.Key, held.Value!))
            .ToDictionary(StringComparer.Ordinal));
}
