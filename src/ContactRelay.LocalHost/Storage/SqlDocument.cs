using ContactRelay.Storage;

namespace ContactRelay.LocalHost.Storage;

/// <summary>Reads documents of rows, some of which may be damaged: one of those must not break a query for all the others.</summary>
internal static class SqlDocument
{
    /// <summary>Makes something of the bytes, which are good until the query goes on.</summary>
    public delegate T Reader<out T>(ReadOnlySpan<byte> document);

    /// <summary>Reads the document; false, and why, if it cannot be read.</summary>
    public static bool TryRead<T>(SqlRow row, int column, Reader<T> read, out T value, out string why) =>
        UnreadableRowException.TryRead(() => read(row.GetBytes(column)), out value, out why);
}
