namespace ContactRelay.Storage.Tables;

/// <summary>
/// Where a page of rows begins, as the service says it
/// (https://learn.microsoft.com/rest/api/storageservices/query-timeout-and-pagination).
/// </summary>
internal sealed record PageStart(string NextPartitionKey, string? NextRowKey)
{
    /// <summary>Nothing: a key may hold a contact's id, and this text may reach a log.</summary>
    public override string ToString() => nameof(PageStart);
}
