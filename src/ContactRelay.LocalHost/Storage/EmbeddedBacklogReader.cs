using ContactRelay.Delivery;

namespace ContactRelay.LocalHost.Storage;

/// <summary>Looks at what waits in the embedded database.</summary>
internal sealed class EmbeddedBacklogReader(EmbeddedDatabase database, EmbeddedQueue queue, TimeProvider time) : IBacklogReader
{
    /// <inheritdoc/>
    public Task<Backlog> ReadAsync(CancellationToken cancellationToken) => Task.FromResult(database.Read(session => new Backlog(
        queue.Count(),
        session.Query(
            "SELECT min(due) FROM mailboxes WHERE pending > 0 AND due < ?1",
            row => row.IsNull(0) ? (DateTimeOffset?)null : DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(0)),
            time.GetUtcNow().ToUnixTimeMilliseconds())[0],
        session.Query("SELECT count(*) FROM deadletters", row => row.GetInt32(0))[0],
        session.Query(
            "SELECT tenant, sum(pending) FROM mailboxes WHERE pending > 0 GROUP BY tenant", row => (Tenant: row.GetString(0), Count: row.GetInt64(1)))
            .ToDictionary(row => row.Tenant, row => row.Count, StringComparer.Ordinal))));
}
