using SQLitePCL;

namespace ContactRelay.LocalHost.Storage;

/// <summary>The row that a query is at.</summary>
internal readonly struct SqlRow(sqlite3_stmt statement)
{
    public string GetString(int column) => raw.sqlite3_column_text(statement, column).utf8_to_string();

    public long GetInt64(int column) => raw.sqlite3_column_int64(statement, column);

    public int GetInt32(int column) => raw.sqlite3_column_int(statement, column);

    /// <summary>The bytes, which are good until the query goes on.</summary>
    public ReadOnlySpan<byte> GetBytes(int column) => raw.sqlite3_column_blob(statement, column);

    public bool IsNull(int column) => raw.sqlite3_column_type(statement, column) == raw.SQLITE_NULL;
}
