using ContactRelay.Delivery;
using ContactRelay.Mailboxes;

namespace ContactRelay.LocalHost.Storage;

/// <summary>Recent activity in the embedded database.</summary>
internal sealed class EmbeddedActivityStore(EmbeddedDatabase database) : IActivityStore
{
    private const int DroppedAtOnce = 500;

    // The rows are in the order of their tenants: each tenant's oldest are found without a look at the others.
    private const string DropSome = """
        WITH RECURSIVE known (tenant) AS (
          SELECT min(tenant) FROM activity
          UNION ALL
          SELECT (SELECT min(later.tenant) FROM activity later WHERE later.tenant > known.tenant) FROM known WHERE known.tenant IS NOT NULL)
        DELETE FROM activity WHERE (tenant, at, id) IN (
          SELECT old.tenant, old.at, old.id FROM known CROSS JOIN activity old ON old.tenant = known.tenant AND old.at < ?1 LIMIT ?2)
        """;

    /// <summary>Writes a row, as a part of the transaction that settles.</summary>
    public static void Insert(SqlSession session, string tenant, Settlement settlement) => session.Execute(
        "INSERT OR REPLACE INTO activity (tenant, at, id, contact, document) VALUES (?1, ?2, ?3, ?4, ?5)",
        tenant,
        settlement.At.ToUnixTimeMilliseconds(),
        settlement.Position.Id,
        settlement.ContactId,
        settlement.Write());

    /// <inheritdoc/>
    public IAsyncEnumerable<Settlement> ListAsync(ActivityQuery query, CancellationToken cancellationToken) => List(query).ToAsyncEnumerable();

    /// <inheritdoc/>
    public async ValueTask<bool> EraseAsync(MailboxKey key, CancellationToken cancellationToken) => await database.WriteAsync(session =>
        session.Execute("DELETE FROM activity WHERE tenant = ?1 AND contact = ?2", key.Tenant, key.ContactId)) > 0;

    /// <inheritdoc/>
    public async ValueTask DropAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        var day = new DateTimeOffset(before.UtcDateTime.Date, TimeSpan.Zero).ToUnixTimeMilliseconds();
        while (await database.WriteAsync(session => session.Execute(DropSome, day, DroppedAtOnce)) == DroppedAtOnce)
        {
            // A day of a busy host is many rows, and whatever else is to be written waits for each transaction.
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    private IEnumerable<Settlement> List(ActivityQuery query)
    {
        var before = query.Before ?? new(DateTimeOffset.MaxValue, "");
        List<(ActivityPosition Position, Settlement? Settlement)> page;
        do
        {
            page = database.Read(session => session.Query(
                """
                SELECT document, at, id FROM activity
                WHERE tenant = ?1 AND at >= ?2 AND at <= ?3 AND (at < ?3 OR id > ?4) ORDER BY at DESC, id LIMIT ?5
                """,
                Read,
                query.Tenant,
                query.Since.ToUnixTimeMilliseconds(),
                before.At.ToUnixTimeMilliseconds(),
                before.Id,
                query.PageSize));
            foreach (var (position, settlement) in page)
            {
                if (settlement is not null)
                {
                    yield return settlement;
                }

                before = position;
            }
        }
        while (page.Count == query.PageSize);
    }

    /// <summary>The row; without its settlement if that cannot be read, which nothing else misses.</summary>
    private static (ActivityPosition Position, Settlement? Settlement) Read(SqlRow row) => (
        new(DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(1)), row.GetString(2)),
        SqlDocument.TryRead(row, 0, Settlement.Read, out var settlement, out _) ? settlement : null);
}
