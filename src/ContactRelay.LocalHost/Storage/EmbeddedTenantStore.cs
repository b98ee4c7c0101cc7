using System.Globalization;
using ContactRelay.Tenants;

namespace ContactRelay.LocalHost.Storage;

/// <summary>Tenants' documents in the embedded database.</summary>
internal sealed class EmbeddedTenantStore(EmbeddedDatabase database) : ITenantStore
{
    // A tenant that was deleted and made anew must not have an ETag that somebody still holds of the old one.
    private const string Insert = """
        INSERT INTO tenants (id, document, generation, follows, closed, erased, etag)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, abs(random() % 1000000000000)) ON CONFLICT DO NOTHING
        """;

    private const string Replace = """
        UPDATE tenants SET document = ?2, generation = ?3, follows = ?4, closed = ?5, erased = ?6, etag = etag + 1
        WHERE id = ?1 AND etag = ?7
        """;

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<string>> ListAsync(CancellationToken cancellationToken) =>
        ListAsync("SELECT id FROM tenants WHERE closed IS NULL ORDER BY id");

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<string>> ListClosedAsync(CancellationToken cancellationToken) =>
        ListAsync("SELECT id FROM tenants WHERE closed IS NOT NULL ORDER BY id");

    /// <inheritdoc/>
    public ValueTask<StoredTenant?> FindAsync(string id, CancellationToken cancellationToken)
    {
        var found = database.Read(session => session.Query(
            "SELECT document, etag, generation, follows, closed, erased FROM tenants WHERE id = ?1",
            row => new StoredTenant(row.GetBytes(0).ToArray(), row.GetInt64(1).ToString(CultureInfo.InvariantCulture), new()
            {
                Generation = row.GetString(2),
                Follows = Time(row, 3),
                ClosedAt = Time(row, 4),
                IsErased = row.GetInt32(5) == 1,
            }),
            id));
        return ValueTask.FromResult(found.Count > 0 ? found[0] : null);
    }

    /// <inheritdoc/>
    public async ValueTask<bool> SaveAsync(string id, ReadOnlyMemory<byte> document, TenantLife life, string? etag, CancellationToken cancellationToken)
    {
        var bytes = document.ToArray();
        var (follows, closed) = (life.Follows?.ToUnixTimeMilliseconds(), life.ClosedAt?.ToUnixTimeMilliseconds());
        var erased = life.IsErased ? 1 : 0;
        return await database.WriteAsync(session => 1 == (etag is null
            ? session.Execute(Insert, id, bytes, life.Generation, follows, closed, erased)
            : session.Execute(Replace, id, bytes, life.Generation, follows, closed, erased, long.Parse(etag, CultureInfo.InvariantCulture))));
    }

    /// <inheritdoc/>
    public async ValueTask<bool> DeleteAsync(string id, string etag, CancellationToken cancellationToken) =>
        await database.WriteAsync(session => session.Execute(
            "DELETE FROM tenants WHERE id = ?1 AND etag = ?2", id, long.Parse(etag, CultureInfo.InvariantCulture))) == 1;

    private ValueTask<IReadOnlyList<string>> ListAsync(string query) =>
        ValueTask.FromResult<IReadOnlyList<string>>(database.Read(session => session.Query(query, row => row.GetString(0))));

    private static DateTimeOffset? Time(SqlRow row, int column) =>
        row.IsNull(column) ? null : DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(column));
}
