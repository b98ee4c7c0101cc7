using ContactRelay.Storage.Tables;

namespace ContactRelay.Storage;

/// <summary>
/// A document as binary properties of a row, 64 KiB each, the most that a table takes
/// (https://learn.microsoft.com/rest/api/storageservices/understanding-the-table-service-data-model#property-limitations).
/// </summary>
internal static class StoredDocument
{
    /// <summary>The most bytes of a document. A row has 1 MiB, and the rest is for what stands beside it.</summary>
    public const int MaxBytes = 960 * 1024;

    private const int ChunkBytes = 64 * 1024;
    private const string Size = "size";

    /// <summary>Adds a document to a row. Throws <see cref="ArgumentException"/> where it is too large for one.</summary>
    public static void Write(NewRow row, ReadOnlyMemory<byte> document)
    {
        if (document.Length > MaxBytes)
        {
            throw new ArgumentException($"A document of {document.Length:N0} bytes is larger than {MaxBytes:N0}.", nameof(document));
        }

        row.Add(Size, document.Length);
        for (var at = 0; at < document.Length; at += ChunkBytes)
        {
            row.Add(Name(at), document.Slice(at, Math.Min(ChunkBytes, document.Length - at)));
        }
    }

    /// <summary>The document of a row. Throws <see cref="InvalidDataException"/> where it is not whole.</summary>
    public static byte[] Read(StoredRow row)
    {
        var size = row.Number(Size);
        if (size is not (>= 0 and <= MaxBytes))
        {
            throw Broken();
        }

        var document = new byte[size.Value];
        for (var at = 0; at < document.Length; at += ChunkBytes)
        {
            var chunk = row.Bytes(Name(at));
            if (chunk is null || chunk.Length != Math.Min(ChunkBytes, document.Length - at))
            {
                throw Broken();
            }

            chunk.CopyTo(document, at);
        }

        return document;
    }

    private static string Name(int at) => $"d{at / ChunkBytes:00}";

    private static InvalidDataException Broken() => new("A row's document is not whole.");
}
