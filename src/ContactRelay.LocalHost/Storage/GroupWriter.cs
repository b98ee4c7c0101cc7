using ContactRelay.Storage;
using Microsoft.Data.Sqlite;

namespace ContactRelay.LocalHost.Storage;

/// <summary>
/// The one writer of the database. What is asked for while it commits is committed together after that, so that many
/// share the cost of one flush to disk. What it says is done is on disk.
/// </summary>
internal sealed class GroupWriter : IDisposable
{
    // What is not urgent is written with what is, to spare a flush, but not later than so long, nor more of it at a time.
    // The many are a third of the messages that a tenant may have in hand, so that the others go on meanwhile.
    private const int MaxNotUrgent = VisibleMessages.MaxInHand / 3;
    private static readonly TimeSpan Lateness = TimeSpan.FromMilliseconds(2);

    private readonly object _gate = new();
    private readonly SqlSession _session;
    private readonly Checkpoints _checkpoints;
    private readonly Thread _thread;
    private List<Job> _waiting = [];
    private List<Job> _committing = [];
    private bool _isUrgent;
    private bool _isAsleep;
    private bool _isClosed;

    public GroupWriter(SqlSession session, Checkpoints checkpoints)
    {
        _session = session;
        _checkpoints = checkpoints;
        _thread = new Thread(Run) { Name = "Storage writer", IsBackground = true };
        _thread.Start();
    }

    /// <summary>
    /// Runs some statements in a transaction, and gives their result once it is on disk. Throws
    /// <see cref="StorageUnavailableException"/> where it could not be committed; then none of it has happened.
    /// </summary>
    /// <param name="work">The statements. They are run again where the transaction fails for another's sake.</param>
    /// <param name="ended">What is to be done, on the writer's own thread, after each transaction: whether it is on disk.</param>
    /// <param name="isUrgent">Whether to begin at once, not with what is next written, or soon.</param>
    public Task<T> RunAsync<T>(Func<SqlSession, T> work, Action<bool>? ended = null, bool isUrgent = true)
    {
        var job = new Job<T>(work, ended);
        if (!TryAdd(job, isUrgent))
        {
            job.Fail(new StorageUnavailableException("The storage is closed."));
        }

        return job.Task;
    }

    /// <summary>
    /// Runs some statements together with what is next written, or soon. For what may as well not have happened where the
    /// process ends before.
    /// </summary>
    public void Post(Action<SqlSession> work) => TryAdd(new Job<bool>(
        session =>
        {
            work(session);
            return true;
        },
        null), isUrgent: false);

    /// <summary>Ends once everything that was asked for is done.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _isClosed = true;
            Monitor.Pulse(_gate);
        }

        _thread.Join();
    }

    private bool TryAdd(Job job, bool isUrgent)
    {
        lock (_gate)
        {
            if (_isClosed)
            {
                return false;
            }

            _waiting.Add(job);
            isUrgent |= _waiting.Count >= MaxNotUrgent;
            if ((isUrgent && !_isUrgent) || _isAsleep)
            {
                _isAsleep = false;
                Monitor.Pulse(_gate);
            }

            _isUrgent |= isUrgent;
            return true;
        }
    }

    private void Run()
    {
        while (TakeGroup())
        {
            Commit(_committing);
            _committing.Clear();
            _checkpoints.Committed();
        }
    }

    /// <summary>Takes all that waits; false where nothing does and nothing will.</summary>
    private bool TakeGroup()
    {
        lock (_gate)
        {
            // Awake it looks by itself, soon, at what is not urgent: to be woken costs more than that. Once nothing has come for
            // so long it sleeps.
            while (!_isUrgent && !_isClosed)
            {
                var isWoken = Monitor.Wait(_gate, _isAsleep ? Timeout.InfiniteTimeSpan : Lateness);
                if (!isWoken && _waiting.Count > 0)
                {
                    break;
                }

                _isAsleep = !isWoken;
            }

            (_waiting, _committing) = (_committing, _waiting);
            _isUrgent = false;
            return _committing.Count > 0;
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
            group.ForEach(job => job.Undo());
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

        public abstract void Undo();

        public abstract void Complete();

        public abstract void Fail(Exception exception);
    }

    private sealed class Job<T>(Func<SqlSession, T> work, Action<bool>? ended) : Job
    {
        // Who waits goes on elsewhere: the writer must not run what its callers do next.
        private readonly TaskCompletionSource<T> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private T? _result;

        public Task<T> Task => _done.Task;

        public override void Run(SqlSession session) => _result = work(session);

        public override void Undo() => ended?.Invoke(false);

        public override void Complete()
        {
            ended?.Invoke(true);
            _done.SetResult(_result!);
        }

        public override void Fail(Exception exception) => _done.SetException(exception);
    }
}
