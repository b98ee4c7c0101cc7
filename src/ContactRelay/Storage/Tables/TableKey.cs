namespace ContactRelay.Storage.Tables;

/// <summary>A row's key. Its parts are as stored: <see cref="KeyText.Escape"/> makes such of any text.</summary>
internal sealed record TableKey(string PartitionKey, string RowKey)
{
    /// <summary>
    /// The most characters of a part: 1 KiB of UTF-16
    /// (https://learn.microsoft.com/rest/api/storageservices/understanding-the-table-service-data-model#system-properties).
    /// </summary>
    public const int MaxLength = 512;

    /// <summary>Whether a table takes a key as long as this.</summary>
    public bool Fits => PartitionKey.Length <= MaxLength && RowKey.Length <= MaxLength;

    /// <summary>The key as a URL's path has it.</summary>
    public string ToPath() => $"(PartitionKey='{Quote(PartitionKey)}',RowKey='{Quote(RowKey)}')";

    /// <summary>Nothing: a key may hold a contact's id, and this text may reach a log.</summary>
    public override string ToString() => nameof(TableKey);

    private static string Quote(string part) => Uri.EscapeDataString(part.Replace("'", "''", StringComparison.Ordinal));
}
