using ContactRelay.Delivery;
using ContactRelay.Mailboxes;

namespace ContactRelay.LocalHost.Storage;

/// <summary>Recent activity in the embedded database.</summary>
internal sealed class EmbeddedActivityStore(EmbeddedDatabase database) : IActivityStore
{
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
    public async ValueTask DropAsync(DateTimeOffset before, CancellationToken cancellationToken) => await database.WriteAsync(session =>
        session.Execute("DELETE FROM activity WHERE at < ?1", new DateTimeOffset(before.UtcDateTime.Date, TimeSpan.Zero).ToUnixTimeMilliseconds()));

    private IEnumerable<Settlement> List(ActivityQuery query)
    {
        var before = query.Before ?? new(DateTimeOffset.MaxValue, "");
        List<Settlement> page;
        do
        {
            page = database.Read(session => session.Query(
                """
                SELECT document FROM activity
                WHERE tenant = ?1 AND at >= ?2 AND at <= ?3 AND (at < ?3 OR id > ?4) ORDER BY at DESC, id LIMIT ?5
                """,
                Read,
                query.Tenant,
                query.Since.ToUnixTimeMilliseconds(),
                before.At.ToUnixTimeMilliseconds(),
                before.Id,
                query.PageSize));
            foreach (var settlement in page)
            {
                yield return settlement;
                before = settlement.Position;
            }
        }
        while (page.Count == query.PageSize);
    }

    private static Settlement Read(SqlRow row) => Settlement.Read(row.GetBytes(0));
}
