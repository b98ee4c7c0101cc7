using System.Text.Json;

namespace ContactRelay.Storage;

/// <summary>
/// A stored row cannot be read: its document is cut, is not JSON, or is of another version. To try again helps nothing:
/// somebody has to repair the row, or replace it under its <see cref="ETag"/>. The text names the table and quotes nothing of the row.
/// </summary>
public sealed class UnreadableRowException(string table, string? etag, string why)
    : Exception($"A row of the table '{table}' cannot be read ({why}).")
{
    /// <summary>The table that the row is in.</summary>
    public string Table { get; } = table;

    /// <summary>Which version of the row it is; null if that is not known.</summary>
    public string? ETag { get; } = etag;

    /// <summary>Reads a row's document, and throws this for whatever the reading throws.</summary>
    public static T Read<T>(string table, string? etag, Func<T> read) =>
        TryRead(read, out var value, out var why) ? value : throw new UnreadableRowException(table, etag, why);

    /// <summary>Reads a row's document; false if it cannot be read. What a parser throws may quote what it read, so that its type alone is told.</summary>
    public static bool TryRead<T>(Func<T> read, out T value, out string why)
    {
        try
        {
            (value, why) = (read(), "");
            return true;
        }
        catch (Exception e) when (e is JsonException or InvalidDataException or InvalidOperationException or FormatException or ArgumentException
            or OverflowException or NotSupportedException or NullReferenceException)
        {
            (value, why) = (default!, e.GetType().Name);
            return false;
        }
    }
}
