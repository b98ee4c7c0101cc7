using ContactRelay.Delivery;

namespace ContactRelay.LocalHost.Storage;

/// <summary>Dead letters in the embedded database.</summary>
internal sealed class EmbeddedDeadLetterStore(EmbeddedDatabase database) : IDeadLetterStore
{
    /// <inheritdoc/>
    public async ValueTask UpsertAsync(DeadLetter letter, CancellationToken cancellationToken)
    {
        var document = letter.Write();
        await database.WriteAsync(session => session.Execute(
            "INSERT INTO deadletters (tenant, id, document) VALUES ($0, $1, $2) ON CONFLICT DO UPDATE SET document = $2",
            letter.Tenant,
            letter.Id,
            document));
    }

    /// <inheritdoc/>
    public ValueTask<DeadLetter?> FindAsync(string tenant, string id, CancellationToken cancellationToken)
    {
        var found = database.Read(session => session.Query(
            "SELECT document FROM deadletters WHERE tenant = $0 AND id = $1",
            row => DeadLetter.Read(row.GetFieldValue<byte[]>(0)),
            tenant,
            id));
        return ValueTask.FromResult(found.Count > 0 ? found[0] : null);
    }
}
