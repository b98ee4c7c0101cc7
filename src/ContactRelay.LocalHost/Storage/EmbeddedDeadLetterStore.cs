using ContactRelay.Delivery;

namespace ContactRelay.LocalHost.Storage;

/// <summary>Dead letters in the embedded database.</summary>
internal sealed class EmbeddedDeadLetterStore(EmbeddedDatabase database) : IDeadLetterStore
{
    private const int PageSize = 100;

    /// <inheritdoc/>
    public async ValueTask UpsertAsync(DeadLetter letter, CancellationToken cancellationToken)
    {
        var document = letter.Write();
        await database.WriteAsync(session => session.Execute(
            "INSERT INTO deadletters (tenant, id, document) VALUES (?1, ?2, ?3) ON CONFLICT DO UPDATE SET document = ?3",
            letter.Tenant,
            letter.Id,
            document));
    }

    /// <inheritdoc/>
    public ValueTask<StoredDeadLetter?> FindAsync(string tenant, string id, CancellationToken cancellationToken)
    {
        var found = database.Read(session => session.Query(
            "SELECT document, tenant, id FROM deadletters WHERE tenant = ?1 AND id = ?2", Read, tenant, id));
        return ValueTask.FromResult(found.Count > 0 ? found[0] : null);
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<StoredDeadLetter> ListAsync(DeadLetterQuery query, CancellationToken cancellationToken) =>
        List(query).ToAsyncEnumerable();

    /// <inheritdoc/>
    public async ValueTask<bool> DeleteAsync(StoredDeadLetter letter, CancellationToken cancellationToken)
    {
        var (tenant, id) = (letter.Letter.Tenant, letter.Letter.Id);
        return await database.WriteAsync(session =>
        {
            var stored = session.Query("SELECT document, tenant, id FROM deadletters WHERE tenant = ?1 AND id = ?2", Read, tenant, id);
            return stored.Count > 0 && stored[0].ETag == letter.ETag
                ? session.Execute("DELETE FROM deadletters WHERE tenant = ?1 AND id = ?2", tenant, id)
                : 0;
        }) == 1;
    }

    private IEnumerable<StoredDeadLetter> List(DeadLetterQuery query)
    {
        var (tenant, after) = (query.Tenant ?? "", query.After ?? "");
        List<StoredDeadLetter> page;
        do
        {
            page = database.Read(session => query.Tenant is null
                ? session.Query("SELECT document, tenant, id FROM deadletters WHERE (tenant, id) > (?1, ?2) ORDER BY tenant, id LIMIT ?3", Read, tenant, after, PageSize)
                : session.Query("SELECT document, tenant, id FROM deadletters WHERE tenant = ?1 AND id > ?2 ORDER BY id LIMIT ?3", Read, tenant, after, PageSize));
            foreach (var letter in page.Where(letter => query.Wants(letter.Letter)))
            {
                yield return letter;
            }

            (tenant, after) = page.Count > 0 ? (page[^1].Letter.Tenant, page[^1].Letter.Id) : (tenant, after);
        }
        while (page.Count == PageSize);
    }

    private static StoredDeadLetter Read(SqlRow row) => StoredDeadLetter.Of(() => row.GetBytes(0).ToArray(), row.GetString(1), row.GetString(2));
}
