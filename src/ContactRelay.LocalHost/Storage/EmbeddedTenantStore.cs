using System.Globalization;
using ContactRelay.Tenants;

namespace ContactRelay.LocalHost.Storage;

/// <summary>Tenants' documents in the embedded database.</summary>
internal sealed class EmbeddedTenantStore(EmbeddedDatabase database) : ITenantStore
{
    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<string>> ListAsync(CancellationToken cancellationToken) => ValueTask.FromResult<IReadOnlyList<string>>(
        database.Read(session => session.Query("SELECT id FROM tenants ORDER BY id", row => row.GetString(0))));

    /// <inheritdoc/>
    public ValueTask<StoredTenant?> FindAsync(string id, CancellationToken cancellationToken)
    {
        var found = database.Read(session => session.Query(
            "SELECT document, etag FROM tenants WHERE id = ?1",
            row => new StoredTenant(row.GetBytes(0).ToArray(), row.GetInt64(1).ToString(CultureInfo.InvariantCulture)),
            id));
        return ValueTask.FromResult(found.Count > 0 ? found[0] : null);
    }

    /// <inheritdoc/>
    public async ValueTask<bool> SaveAsync(string id, ReadOnlyMemory<byte> document, string? etag, CancellationToken cancellationToken)
    {
        // A tenant that was deleted and made anew must not have an ETag that somebody still holds of the old one.
        var bytes = document.ToArray();
        return await database.WriteAsync(session => 1 == (etag is null
            ? session.Execute("INSERT INTO tenants (id, etag, document) VALUES (?1, abs(random() % 1000000000000), ?2) ON CONFLICT DO NOTHING", id, bytes)
            : session.Execute(
                "UPDATE tenants SET etag = etag + 1, document = ?2 WHERE id = ?1 AND etag = ?3",
                id,
                bytes,
                long.Parse(etag, CultureInfo.InvariantCulture))));
    }

    /// <inheritdoc/>
    public async ValueTask<bool> DeleteAsync(string id, CancellationToken cancellationToken) =>
        await database.WriteAsync(session => session.Execute("DELETE FROM tenants WHERE id = ?1", id)) == 1;
}
