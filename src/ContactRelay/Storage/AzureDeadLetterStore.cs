using System.Security.Cryptography;
using System.Text;
using ContactRelay.Delivery;
using ContactRelay.Storage.Tables;

namespace ContactRelay.Storage;

/// <summary>Dead letters in the table <c>deadletters</c>: a partition for each tenant.</summary>
internal sealed class AzureDeadLetterStore(AzureClients clients) : IDeadLetterStore
{
    /// <summary>The table's name.</summary>
    public const string TableName = "deadletters";

    /// <summary>The kind of letter.</summary>
    public const string Kind = "kind";

    private const string At = "at";

    private readonly Table _table = clients.Table(TableName);

    /// <inheritdoc/>
    public ValueTask UpsertAsync(DeadLetter letter, CancellationToken cancellationToken)
    {
        var row = new NewRow(KeyOf(letter.Tenant, letter.Id));
        StoredDocument.Write(row, letter.Write());
        row.Add(Kind, letter.Kind);
        row.Add(At, letter.At);
        return _table.UpsertAsync(row, cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask<DeadLetter?> FindAsync(string tenant, string id, CancellationToken cancellationToken) =>
        await _table.GetAsync(KeyOf(tenant, id), cancellationToken) is { } row ? DeadLetter.Read(StoredDocument.Read(row)) : null;

    private static TableKey KeyOf(string tenant, string id) => new(Part(tenant), Part(id));

    /// <summary>What a message of the queue calls its tenant may be of any length, and must not keep it from being kept.</summary>
    private static string Part(string text)
    {
        var part = KeyText.Escape(text);
        return part.Length <= TableKey.MaxLength ? part : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }
}
