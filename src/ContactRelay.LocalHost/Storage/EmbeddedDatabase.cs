using System.Collections.Concurrent;
using ContactRelay.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.Win32.SafeHandles;

namespace ContactRelay.LocalHost.Storage;

/// <summary>
/// The embedded storage's one file: SQLite with a write-ahead log that is flushed at each commit
/// (<c>synchronous=FULL</c>, https://www.sqlite.org/pragma.html#pragma_synchronous), so that it survives a crash of the
/// process and of the machine.
/// </summary>
internal sealed class EmbeddedDatabase : IDisposable
{
    // Run at each start: what a newer release adds is made where it is missing.
    private const string Schema = """
        CREATE TABLE IF NOT EXISTS mailboxes (
          tenant TEXT NOT NULL, contact TEXT NOT NULL, etag INTEGER NOT NULL, document BLOB NOT NULL,
          pending INTEGER NOT NULL, due INTEGER, leased INTEGER NOT NULL,
          kept INTEGER NOT NULL DEFAULT 1, saved_at INTEGER NOT NULL DEFAULT 0, bulk INTEGER NOT NULL DEFAULT 0,
          PRIMARY KEY (tenant, contact));
        CREATE INDEX IF NOT EXISTS leased_mailboxes ON mailboxes (leased) WHERE leased = 1;
        CREATE INDEX IF NOT EXISTS pending_mailboxes ON mailboxes (tenant) WHERE pending > 0;
        CREATE TABLE IF NOT EXISTS settled_parts (
          tenant TEXT NOT NULL, contact TEXT NOT NULL, part INTEGER NOT NULL, document BLOB NOT NULL,
          PRIMARY KEY (tenant, contact, part));
        CREATE TABLE IF NOT EXISTS messages (
          seq INTEGER PRIMARY KEY, id TEXT NOT NULL, queue TEXT NOT NULL, text TEXT NOT NULL,
          inserted_at INTEGER NOT NULL, visible_at INTEGER NOT NULL, dequeue_count INTEGER NOT NULL);
        CREATE TABLE IF NOT EXISTS deadletters (
          tenant TEXT NOT NULL, id TEXT NOT NULL, document BLOB NOT NULL,
          PRIMARY KEY (tenant, id));
        CREATE TABLE IF NOT EXISTS activity (
          tenant TEXT NOT NULL, at INTEGER NOT NULL, id TEXT NOT NULL, contact TEXT NOT NULL, document BLOB NOT NULL,
          PRIMARY KEY (tenant, at, id)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS tenants (
          id TEXT NOT NULL PRIMARY KEY, etag INTEGER NOT NULL, document BLOB NOT NULL,
          generation TEXT NOT NULL DEFAULT '', follows INTEGER, closed INTEGER, erased INTEGER NOT NULL DEFAULT 0);
        CREATE TABLE IF NOT EXISTS gates (
          tenant TEXT NOT NULL PRIMARY KEY, etag INTEGER NOT NULL, document BLOB NOT NULL, held INTEGER NOT NULL);
        """;

    private readonly string _path;
    private readonly SqlSession _writing;

    // Open for as long as any connection is: with the first that a process closes of a file, all its locks on it are gone
    // (https://www.sqlite.org/howtocorrupt.html#_posix_advisory_locks_canceled_by_a_separate_thread_doing_close_).
    private readonly SafeFileHandle _file;
    private readonly Checkpoints _checkpoints;
    private readonly GroupWriter _writer;
    private readonly ConcurrentBag<SqlSession> _readers = [];

    public EmbeddedDatabase(DataFolder folder)
    {
        _path = Path.Combine(folder.Path, "contactrelay.db");
        _writing = new(_path, SqliteOpenMode.ReadWriteCreate);
        _writing.Query("PRAGMA journal_mode = WAL", row => row.GetString(0));
        _writing.Execute("PRAGMA synchronous = FULL");
        _writing.Execute("PRAGMA wal_autocheckpoint = 0");

        // In KiB: with a million contacts the inner pages of the index alone are more than the usual 2 MiB.
        _writing.Execute("PRAGMA cache_size = -8192");
        _writing.ExecuteScript(Schema);
        AddColumn("mailboxes", "kept", "INTEGER NOT NULL DEFAULT 1");
        AddColumn("mailboxes", "saved_at", "INTEGER NOT NULL DEFAULT 0");
        AddColumn("mailboxes", "bulk", "INTEGER NOT NULL DEFAULT 0");
        AddColumn("tenants", "generation", "TEXT NOT NULL DEFAULT ''");
        AddColumn("tenants", "follows", "INTEGER");
        AddColumn("tenants", "closed", "INTEGER");
        AddColumn("tenants", "erased", "INTEGER NOT NULL DEFAULT 0");
        SettledMigration.Run(_writing);
        _file = File.OpenHandle(_path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        _checkpoints = new(_path, _file, _writing);
        _writer = new(_writing, _checkpoints);
    }

    /// <summary>Writes; see <see cref="GroupWriter.RunAsync"/>.</summary>
    public Task<T> WriteAsync<T>(Func<SqlSession, T> work, Action<bool>? ended = null, bool isUrgent = true) =>
        _writer.RunAsync(work, ended, isUrgent);

    /// <summary>Writes without being waited for; see <see cref="GroupWriter.Post"/>.</summary>
    public void Post(Action<SqlSession> work) => _writer.Post(work);

    /// <summary>Reads what is committed. Throws <see cref="StorageUnavailableException"/> where it cannot.</summary>
    public T Read<T>(Func<SqlSession, T> work)
    {
        try
        {
            if (!_readers.TryTake(out var session))
            {
                session = new(_path, SqliteOpenMode.ReadOnly);
            }

            try
            {
                return work(session);
            }
            finally
            {
                _readers.Add(session);
            }
        }
        catch (SqliteException e)
        {
            throw new StorageUnavailableException("The storage could not be read.", e);
        }
    }

    public void Dispose()
    {
        _writer.Dispose();
        _checkpoints.Dispose();
        _writing.Dispose();
        while (_readers.TryTake(out var session))
        {
            session.Dispose();
        }

        _file.Dispose();
    }

    /// <summary>Adds a column to a table of an earlier release.</summary>
    private void AddColumn(string table, string column, string type)
    {
        if (!_writing.Query($"PRAGMA table_info({table})", row => row.GetString(1)).Contains(column))
        {
            _writing.Execute($"ALTER TABLE {table} ADD COLUMN {column} {type}");
        }
    }
}
