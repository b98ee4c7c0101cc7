using Microsoft.Data.Sqlite;
using Microsoft.Win32.SafeHandles;

namespace ContactRelay.LocalHost.Storage;

/// <summary>
/// Brings what is in the write-ahead log into the database's file now and then, so that the log begins again from its
/// start (https://www.sqlite.org/wal.html#ckpt). The most of it is copied, and flushed, beside the writes, over a connection of
/// its own; the writer copies the little that was written meanwhile, since the log begins again only where nothing is left in it.
/// </summary>
internal sealed class Checkpoints(string path, SafeFileHandle file, SqlSession writing) : IDisposable
{
    // 8 MiB: pages that are written often are copied once for many times, and the disk is soon done with what is copied,
    // which the commits of that while wait for.
    private const int MaxPages = 2000;

    private Task? _copying;
    private int _pages;

    /// <summary>To be called by the writer, outside a transaction, after each commit.</summary>
    public void Committed()
    {
        _pages += writing.TakePagesWritten();
        if (_copying is null && _pages >= MaxPages)
        {
            // A thread of its own: it waits for the disk, and the pool has few.
            _copying = Task.Factory.StartNew(CopyMost, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        }
        else if (_copying is { IsCompleted: true })
        {
            _copying = null;
            _pages = 0;
            Try(() => CopyOver(writing));
        }
    }

    /// <summary>Waits for the copying to end.</summary>
    public void Dispose() => _copying?.Wait();

    private void CopyMost() => Try(() =>
    {
        using var session = new SqlSession(path, SqliteOpenMode.ReadWrite);
        CopyOver(session);

        // SQLite flushes the file once all is copied: the writer's part would have to wait for all of this.
        RandomAccess.FlushToDisk(file);
    });

    private static void CopyOver(SqlSession session) => session.Query("PRAGMA wal_checkpoint(PASSIVE)", row => row.GetInt64(0));

    private static void Try(Action copy)
    {
        try
        {
            copy();
        }
        catch (Exception e) when (e is SqliteException or IOException)
        {
            // The disk may be full or broken, of which each write tells whoever asked for it. Until a later attempt goes
            // well the log grows, and nothing in it is lost.
        }
    }
}
