using ContactRelay.Mailboxes;
using ContactRelay.Simulation.Core;
using ContactRelay.Storage;

namespace ContactRelay.Simulation.Ports;

/// <summary>
/// Something that a process asks of the world outside: it takes effect, on a disk it is synced, and the process gets its
/// answer. Each of these is a step of its own, before each of which the process may die, stand still or meet a failure.
/// What the process does with the answer runs at once, on this thread.
/// </summary>
internal sealed class PortCall<T>(Instance instance, PortKind kind, string what, MailboxKey? about, Func<T> effect, CancellationToken cancellationToken) : Step
{
    private readonly TaskCompletionSource<T> _answer = new();
    private Action _next = null!;
    private T _result = default!;
    private bool _hasFailed;

    public Task<T> Start(World world)
    {
        _next = TakeEffect;
        world.Schedule(this, longest: 20);
        return _answer.Task;
    }

    /// <summary>
    /// A message may be deleted early: that only makes it sooner that one is missing. One may be sent early: nobody sees
    /// it before it is handed out. And a save may follow its load at once: had another come between, it would be a
    /// conflict, and load again. Whether each succeeds, and whether the process lives to learn so, is still chosen.
    /// </summary>
    public override bool IsUnseen => what is "delete" or "send" || (what == "save" && Stage == 0 && Activity is { HasJustLoaded: true });

    public override void Run()
    {
        instance.World.CheckThread();
        _next();
    }

    private World World => instance.World;

    private void TakeEffect()
    {
        if (Dies(FaultKind.CrashBeforeEffect))
        {
            return;
        }

        World.MayPause(instance);
        if (cancellationToken.IsCancellationRequested)
        {
            Later();
            return;
        }

        if (kind != PortKind.Secret && World.Storage.Refuses(kind))
        {
            Fail("fails before");
        }
        else
        {
            _result = effect();
            if (kind == PortKind.Write && World.Storage.IsEmbedded)
            {
                _next = Sync;
                Stage = 1;
                World.Schedule(this, longest: 5);
                return;
            }

            AfterEffect();
        }

        Later();
    }

    /// <summary>The storage says that it is done only when it is on the disk.</summary>
    private void Sync()
    {
        if (World.Faults.Happens(FaultKind.UnsyncedWriteLost) || World.Faults.Happens(FaultKind.TornWrite))
        {
            World.Trace.Add(instance.Name, "dies while writing", about?.ContactId);
            World.Crash(instance);
            return;
        }

        World.Storage.Sync();
        AfterEffect();
        Later();
    }

    private void AfterEffect()
    {
        if (kind == PortKind.Write && World.Faults.Happens(FaultKind.StorageFailsAfter))
        {
            Fail("fails after its effect");
        }
    }

    private void Later()
    {
        _next = Answer;
        if (World.IsInstant)
        {
            Answer();
        }
        else
        {
            World.Schedule(this, longest: 20);
        }
    }

    private void Answer()
    {
        if ((kind == PortKind.Write || !World.IsInstant) && Dies(FaultKind.CrashAfterEffect))
        {
            return;
        }

        World.MayJump(instance);
        var outcome = _hasFailed ? "failure" : _result as string ?? (_result is null ? "nothing" : "done");
        if (World.IsInstant)
        {
            Tell(outcome);
        }

        World.Trace.Add(Activity?.Name ?? instance.Name, what, about?.ContactId, outcome);
        if (cancellationToken.IsCancellationRequested)
        {
            // As the client of a storage does: what it was asked for may have been done.
            _answer.SetCanceled(cancellationToken);
        }
        else if (_hasFailed)
        {
            _answer.SetException(new StorageUnavailableException("The simulated storage failed."));
        }
        else
        {
            _answer.SetResult(_result);
        }
    }

    private void Tell(string outcome)
    {
        var row = _hasFailed ? null : _result as MailboxRow;
        var isSaved = what == "save" && !_hasFailed && _result is not null;
        if (Activity is { } activity)
        {
            activity.ETag = isSaved ? outcome : row?.ETag;
            activity.HasJustLoaded = what == "load" && !_hasFailed;
            activity.Learns(World.Scheduler.Now, isSaved ? "saved" : kind == PortKind.Write && !_hasFailed ? what : outcome, row is null ? 0 : Digest.Of(World, row.Mailbox));
        }
    }

    private void Fail(string how)
    {
        _hasFailed = true;
        World.Trace.Add(instance.Name, $"{what} {how}", about?.ContactId);
    }

    private bool Dies(FaultKind when)
    {
        if (!World.Faults.Happens(when))
        {
            return false;
        }

        World.Trace.Add(instance.Name, when == FaultKind.CrashBeforeEffect ? "dies before" : "dies after", what);
        World.Crash(instance);
        return true;
    }
}
