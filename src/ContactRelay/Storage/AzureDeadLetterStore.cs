using System.Runtime.CompilerServices;
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
    private const string Contact = "contact";
    private const int PageSize = 100;

    private readonly Table _table = clients.Table(TableName);

    /// <inheritdoc/>
    public ValueTask UpsertAsync(DeadLetter letter, CancellationToken cancellationToken)
    {
        var row = new NewRow(KeyOf(letter.Tenant, letter.Id));
        StoredDocument.Write(row, letter.Write());
        row.Add(Kind, letter.Kind);
        row.Add(At, letter.At);
        if (letter.ContactId is { } contactId)
        {
            row.Add(Contact, contactId);
        }

        return _table.UpsertAsync(row, cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask<StoredDeadLetter?> FindAsync(string tenant, string id, CancellationToken cancellationToken) =>
        await _table.GetAsync(KeyOf(tenant, id), cancellationToken) is { } row ? Read(row, tenant, id) : null;

    /// <inheritdoc/>
    public async IAsyncEnumerable<StoredDeadLetter> ListAsync(
        DeadLetterQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var page in _table.QueryAsync(Filter(query), TableFilter.WholeRows, cancellationToken, PageSize))
        {
            foreach (var letter in page.Select(Read).Where(letter => query.Wants(letter.Letter)))
            {
                yield return letter;
            }
        }
    }

    /// <inheritdoc/>
    public async ValueTask<bool> DeleteAsync(StoredDeadLetter letter, CancellationToken cancellationToken)
    {
        // The rows of a list have no versions of their own.
        var key = KeyOf(letter.Letter.Tenant, letter.Letter.Id);
        return await _table.GetAsync(key, cancellationToken) is { } row && Read(row, letter.Letter.Tenant, letter.Letter.Id).ETag == letter.ETag
            && await _table.DeleteAsync(key, row.ETag!, cancellationToken);
    }

    /// <summary>The letters of the tenant with this scope.</summary>
    public static string InTenant(string tenant) => $"PartitionKey eq {TableFilter.Text(Part(tenant))}";

    private static string Filter(DeadLetterQuery query)
    {
        var parts = new List<string>();
        if (query.Tenant is { } tenant)
        {
            parts.Add(InTenant(tenant));
        }

        if (query.After is { } after)
        {
            parts.Add($"RowKey gt {TableFilter.Text(Part(after))}");
        }

        if (query.Kind is { } kind)
        {
            parts.Add($"{Kind} eq {TableFilter.Text(kind)}");
        }

        if (query.Since is { } since)
        {
            parts.Add($"{At} ge {TableFilter.Time(since)}");
        }

        if (query.Until is { } until)
        {
            parts.Add($"{At} lt {TableFilter.Time(until)}");
        }

        if (query.ContactId is { } contactId)
        {
            parts.Add($"{Contact} eq {TableFilter.Text(contactId)}");
        }

        return parts.Count == 0 ? TableFilter.Everything : string.Join(" and ", parts);
    }

    private static StoredDeadLetter Read(StoredRow row) =>
        Read(row, KeyText.Unescape(row.Text("PartitionKey")!), KeyText.Unescape(row.Text("RowKey")!));

    private static StoredDeadLetter Read(StoredRow row, string tenant, string id) =>
        StoredDeadLetter.Of(() => StoredDocument.Read(row), tenant, id, row.Text(Contact));

    private static TableKey KeyOf(string tenant, string id) => new(Part(tenant), Part(id));

    /// <summary>What a message of the queue calls its tenant may be of any length, and must not keep it from being kept.</summary>
    private static string Part(string text)
    {
        var part = KeyText.Escape(text);
        return part.Length <= TableKey.MaxLength ? part : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }
}
