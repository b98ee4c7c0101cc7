using System.Runtime.CompilerServices;
using System.Text.Json;
using Azure.Core;
using ContactRelay.Contacts;

namespace ContactRelay.Storage.Tables;

/// <summary>
/// One table, created when something is first put into it. Its members throw <see cref="StorageUnavailableException"/>
/// where the storage cannot be reached or fails; then a write may or may not have happened.
/// </summary>
internal sealed class Table(TableChannel channel, string name)
{
    /// <summary>Stands for any version of a row.</summary>
    public const string AnyVersion = "*";

    // The write's own id: of a write whose answer was lost, it tells that it was this one.
    private const string WriteId = "write";

    private readonly string _what = $"the table '{name}'";

    /// <summary>The row with this key, or null.</summary>
    public async ValueTask<StoredRow?> GetAsync(TableKey key, CancellationToken cancellationToken)
    {
        if (!key.Fits)
        {
            return null;
        }

        var answer = await SendAsync(RequestMethod.Get, name + key.ToPath(), null, null, cancellationToken);
        return answer.Status == 404 ? null : new(Parse(answer), answer.ETag);
    }

    /// <summary>Puts a new row there, and gives its version back; null where there is one with this key.</summary>
    public async ValueTask<string?> InsertAsync(NewRow row, CancellationToken cancellationToken)
    {
        var write = Mark(row);
        var answer = await WriteAsync(RequestMethod.Post, name, row, null, cancellationToken);
        return answer is { Status: 409, ErrorCode: "EntityAlreadyExists" }
            ? await FindOwnAsync(row.Key, write, answer, cancellationToken)
            : Successful(answer).ETag;
    }

    /// <summary>
    /// Puts the row in the place of the one with this version, and gives its new version back; null where the row has
    /// another version by now, or is gone.
    /// </summary>
    public async ValueTask<string?> ReplaceAsync(NewRow row, string etag, CancellationToken cancellationToken)
    {
        var write = Mark(row);
        var answer = await SendAsync(RequestMethod.Put, name + row.Key.ToPath(), row.ToJson(), etag, cancellationToken);
        return answer.Status switch
        {
            404 => null,
            412 => await FindOwnAsync(row.Key, write, answer, cancellationToken),
            _ => Successful(answer).ETag,
        };
    }

    /// <summary>Puts the row there, whatever was in its place.</summary>
    public async ValueTask UpsertAsync(NewRow row, CancellationToken cancellationToken) =>
        Successful(await WriteAsync(RequestMethod.Put, name + row.Key.ToPath(), row, null, cancellationToken));

    /// <summary>Deletes the row of this version, or of <see cref="AnyVersion"/>. False where there is none.</summary>
    public async ValueTask<bool> DeleteAsync(TableKey key, string etag, CancellationToken cancellationToken)
    {
        if (!key.Fits)
        {
            return false;
        }

        var answer = await SendAsync(RequestMethod.Delete, name + key.ToPath(), null, etag, cancellationToken);

        // Of a repeated request an earlier try may have deleted it, and to whoever asked that is the same.
        return answer.Status == 404 ? answer.IsRepeated : answer.Status != 412 && Successful(answer).IsSuccess;
    }

    /// <summary>Deletes the table and all that is in it; where there is none, nothing happens.</summary>
    public async ValueTask DropAsync(CancellationToken cancellationToken)
    {
        var answer = await SendAsync(RequestMethod.Delete, $"Tables('{name}')", null, null, cancellationToken);
        if (answer.Status != 404)
        {
            Successful(answer);
        }
    }

    /// <summary>The rows that the filter lets through, page by page; a page may be empty, and another follow it.</summary>
    /// <param name="filter">A <c>$filter</c>; see <see cref="TableFilter"/>.</param>
    /// <param name="select">The properties to read, separated by commas.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <param name="pageSize">The most rows in a page; null for as many as the service gives.</param>
    public async IAsyncEnumerable<IReadOnlyList<StoredRow>> QueryAsync(
        string filter, string select, [EnumeratorCancellation] CancellationToken cancellationToken, int? pageSize = null)
    {
        var query = $"{name}()?$filter={Uri.EscapeDataString(filter)}"
            + (pageSize is { } top ? $"&$top={top}" : "")
            + (select.Length > 0 ? $"&$select={Uri.EscapeDataString(select)}" : "");
        PageStart? start = null;
        do
        {
            var from = start is null ? ""
                : $"&NextPartitionKey={Uri.EscapeDataString(start.NextPartitionKey)}"
                  + (start.NextRowKey is { } row ? $"&NextRowKey={Uri.EscapeDataString(row)}" : "");
            var answer = await SendAsync(RequestMethod.Get, query + from, null, null, cancellationToken);
            if (answer.Status == 404)
            {
                yield break;
            }

            yield return [.. Parse(answer).GetProperty("value").EnumerateArray().Select(row => new StoredRow(row, null))];
            start = answer.Next;
        }
        while (start is not null);
    }

    private static string Mark(NewRow row)
    {
        if (!row.Key.Fits)
        {
            throw new ArgumentException("The key is longer than a table takes.", nameof(row));
        }

        var write = Guid.NewGuid().ToString("N");
        row.Add(WriteId, write);
        return write;
    }

    /// <summary>
    /// The row's version where it is this very write that made it, in an earlier try whose answer was lost; else null.
    /// </summary>
    private async ValueTask<string?> FindOwnAsync(TableKey key, string write, TableAnswer answer, CancellationToken cancellationToken) =>
        answer.IsRepeated && await GetAsync(key, cancellationToken) is { } row && row.Text(WriteId) == write ? row.ETag : null;

    /// <summary>Writes, and where there is no table creates it and writes again.</summary>
    private async ValueTask<TableAnswer> WriteAsync(RequestMethod method, string path, NewRow row, string? ifMatch, CancellationToken cancellationToken)
    {
        var body = row.ToJson();
        var answer = await SendAsync(method, path, body, ifMatch, cancellationToken);
        if (answer is not ({ Status: 404, ErrorCode: "TableNotFound" } or { Status: 409, ErrorCode: "TableBeingDeleted" }))
        {
            return answer;
        }

        var table = JsonText.Write(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("TableName", name);
            writer.WriteEndObject();
        });
        var created = await SendAsync(RequestMethod.Post, "Tables", table, null, cancellationToken);
        if (created is not { Status: 409, ErrorCode: "TableAlreadyExists" })
        {
            Successful(created);
        }

        return await SendAsync(method, path, body, ifMatch, cancellationToken);
    }

    private ValueTask<TableAnswer> SendAsync(
        RequestMethod method, string path, ReadOnlyMemory<byte>? body, string? ifMatch, CancellationToken cancellationToken) =>
        channel.SendAsync(method, path, body, ifMatch, _what, cancellationToken);

    private JsonElement Parse(TableAnswer answer)
    {
        try
        {
            return JsonElement.Parse(Successful(answer).Body.Span);
        }
        catch (JsonException)
        {
            throw StorageFailure.NotTheStorage(_what);
        }
    }

    private TableAnswer Successful(TableAnswer answer) =>
        answer.IsSuccess ? answer : throw StorageFailure.Answered(_what, answer.Status, answer.ErrorCode);
}
