using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace ContactRelay.LocalHost.Storage;

/// <summary>
/// One connection to the database, with its statements prepared once and run on SQLite's own interface, since each update
/// runs several. Not for two threads at a time. Its members throw <see cref="SqliteException"/>.
/// </summary>
internal sealed class SqlSession : IDisposable
{
    private const int BusyMilliseconds = 30_000;

    private readonly sqlite3 _database;

    // By the object that the text is: each statement is a constant of its own, and they are found again several times an update.
    private readonly Dictionary<string, sqlite3_stmt> _statements = new(ReferenceEqualityComparer.Instance);

    static SqlSession() => Batteries_V2.Init();

    public SqlSession(string path, SqliteOpenMode mode)
    {
        var access = mode switch
        {
            SqliteOpenMode.ReadOnly => raw.SQLITE_OPEN_READONLY,
            SqliteOpenMode.ReadWrite => raw.SQLITE_OPEN_READWRITE,
            _ => raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_CREATE,
        };
        Check(raw.sqlite3_open_v2(path, out _database, access | raw.SQLITE_OPEN_NOMUTEX, null));
        Check(raw.sqlite3_busy_timeout(_database, BusyMilliseconds));
    }

    /// <summary>Runs a statement, its parameters <c>?1</c>, <c>?2</c> … in order, and gives the number of rows it changed.</summary>
    public int Execute(string sql, params ReadOnlySpan<SqlValue> values)
    {
        var statement = Prepare(sql, values);
        try
        {
            while (Step(statement))
            {
                // A statement's rows are of no interest here.
            }

            return raw.sqlite3_changes(_database);
        }
        finally
        {
            Reset(statement);
        }
    }

    /// <summary>Runs some statements that have no parameters, once.</summary>
    public void ExecuteScript(string sql) => Check(raw.sqlite3_exec(_database, sql));

    /// <summary>Runs a query and makes something of each of its rows.</summary>
    public List<T> Query<T>(string sql, Func<SqlRow, T> read, params ReadOnlySpan<SqlValue> values)
    {
        var statement = Prepare(sql, values);
        try
        {
            var rows = new List<T>();
            while (Step(statement))
            {
                rows.Add(read(new(statement)));
            }

            return rows;
        }
        finally
        {
            Reset(statement);
        }
    }

    /// <summary>How many pages were written since this was asked last.</summary>
    public int TakePagesWritten()
    {
        Check(raw.sqlite3_db_status(_database, raw.SQLITE_DBSTATUS_CACHE_WRITE, out var pages, out _, resetFlg: 1));
        return pages;
    }

    public void Dispose()
    {
        foreach (var statement in _statements.Values)
        {
            statement.Dispose();
        }

        _database.Dispose();
    }

    private static void Reset(sqlite3_stmt statement)
    {
        // What it returns is the error of the last step again.
        _ = raw.sqlite3_reset(statement);
        _ = raw.sqlite3_clear_bindings(statement);
    }

    private sqlite3_stmt Prepare(string sql, ReadOnlySpan<SqlValue> values)
    {
        if (!_statements.TryGetValue(sql, out var statement))
        {
            Check(raw.sqlite3_prepare_v3(_database, sql, raw.SQLITE_PREPARE_PERSISTENT, out statement));
            _statements[sql] = statement;
        }

        for (var i = 0; i < values.Length; i++)
        {
            Check(values[i] switch
            {
                { Reference: string text } => raw.sqlite3_bind_text(statement, i + 1, text),
                { Reference: byte[] bytes } => raw.sqlite3_bind_blob(statement, i + 1, bytes),
                { Number: { } number } => raw.sqlite3_bind_int64(statement, i + 1, number),
                _ => raw.sqlite3_bind_null(statement, i + 1),
            });
        }

        return statement;
    }

    /// <summary>True where the statement is at a row, false where it is done.</summary>
    private bool Step(sqlite3_stmt statement)
    {
        var result = raw.sqlite3_step(statement);
        if (result is raw.SQLITE_ROW or raw.SQLITE_DONE)
        {
            return result == raw.SQLITE_ROW;
        }

        throw Failure(result);
    }

    private void Check(int result)
    {
        if (result != raw.SQLITE_OK)
        {
            throw Failure(result);
        }
    }

    private SqliteException Failure(int result) =>
        new($"SQLite Error {result}: '{raw.sqlite3_errmsg(_database).utf8_to_string()}'.", result, raw.sqlite3_extended_errcode(_database));
}
