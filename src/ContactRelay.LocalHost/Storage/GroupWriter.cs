using System.Collections.Concurrent;
using ContactRelay.Storage;
using Microsoft.Data.Sqlite;

namespace ContactRelay.LocalHost.Storage;

/// <summary>
/// The one writer of the database. What is asked for while it commits is committed together after that, so that many
/// share the cost of one flush to disk. What it says is done is on disk.
/// </summary>
internal sealed class GroupWriter : IDisposable
{
    private const int MaxGroup = 512;

    private readonly BlockingCollection<Job> _jobs = [];
    private readonly SqlSession _session;
    private readonly Thread _thread;

    public GroupWriter(SqlSession session)
    {
        _session = session;
        _thread = new Thread(Run) { Name = "Storage writer", IsBackground = true };
        _thread.Start();
    }

    /// <summary>
    /// Runs some statements in a transaction, and gives their result once it is on disk. Throws
    /// <see cref="StorageUnavailableException"/> where it could not be committed; then none of it has happened.
    /// </summary>
    public Task<T> RunAsync<T>(Func<SqlSession, T> work)
    {
        var job = new Job<T>(work);
        try
        {
            _jobs.Add(job);
        }
        catch (InvalidOperationException e)
        {
            job.Fail(new StorageUnavailableException("The storage is closed.", e));
        }

        return job.Task;
    }

    /// <summary>Ends once everything that was asked for is done.</summary>
    public void Dispose()
    {
        _jobs.CompleteAdding();
        _thread.Join();
        _jobs.Dispose();
    }

    private void Run()
    {
        var group = new List<Job>(MaxGroup);
        foreach (var first in _jobs.GetConsumingEnumerable())
        {
            group.Clear();
            group.Add(first);
            while (group.Count < MaxGroup && _jobs.TryTake(out var next))
            {
                group.Add(next);
            }

            Commit(group);
        }
    }

    private void Commit(List<Job> group)
    {
        try
        {
            _session.Execute("BEGIN IMMEDIATE");
            foreach (var job in group)
            {
                job.Run(_session);
            }

            _session.Execute("COMMIT");
        }
        catch (Exception e)
        {
            RollBack();
            if (group.Count == 1)
            {
                group[0].Fail(new StorageUnavailableException("The storage could not be written to.", e));
                return;
            }

            // One of them may be to blame, and must not fail the others.
            foreach (var job in group)
            {
                Commit([job]);
            }

            return;
        }

        foreach (var job in group)
        {
            job.Complete();
        }
    }

    private void RollBack()
    {
        try
        {
            _session.Execute("ROLLBACK");
        }
        catch (SqliteException)
        {
            // SQLite has rolled back by itself, as it does after some errors; there is no transaction any more.
        }
    }

    private abstract class Job
    {
        public abstract void Run(SqlSession session);

        public abstract void Complete();

        public abstract void Fail(Exception exception);
    }

    private sealed class Job<T>(Func<SqlSession, T> work) : Job
    {
        // Who waits goes on elsewhere: the writer must not run what its callers do next.
        private readonly TaskCompletionSource<T> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private T? _result;

        public Task<T> Task => _done.Task;

        public override void Run(SqlSession session) => _result = work(session);

        public override void Complete() => _done.SetResult(_result!);

        public override void Fail(Exception exception) => _done.SetException(exception);
    }
}
