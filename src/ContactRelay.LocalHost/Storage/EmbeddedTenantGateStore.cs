using System.Globalization;
using ContactRelay.Delivery.Gates;

namespace ContactRelay.LocalHost.Storage;

/// <summary>Tenants' gates in the embedded database.</summary>
internal sealed class EmbeddedTenantGateStore(EmbeddedDatabase database) : ITenantGateStore
{
    /// <inheritdoc/>
    public ValueTask<(TenantGate Gate, string? ETag)> LoadAsync(string tenant, CancellationToken cancellationToken)
    {
        var rows = database.Read(session => session.Query(
            "SELECT document, etag FROM gates WHERE tenant = ?1",
            row => (TenantGate.Read(row.GetBytes(0)), (string?)row.GetInt64(1).ToString(CultureInfo.InvariantCulture)),
            tenant));
        return ValueTask.FromResult(rows.Count > 0 ? rows[0] : (TenantGate.Open, null));
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
            row => KeyValuePair.Create(row.GetString(0), TenantGate.Read(row.GetBytes(1)).Hold!)))
            .ToDictionary(StringComparer.Ordinal));
}
