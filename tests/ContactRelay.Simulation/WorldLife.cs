using ContactRelay.Mailboxes;
using ContactRelay.Simulation.Core;

namespace ContactRelay.Simulation;

/// <content>How time passes, and how processes come and go.</content>
internal sealed partial class World
{
    private const int MostSteps = 30_000;

    private readonly Queue<(Activity Activity, SendOrPostCallback Callback, object? State)> _goingOn = new();

    /// <summary>The process dies, and another takes its place before long.</summary>
    public void Crash(Instance instance)
    {
        if (instance.IsDead)
        {
            return;
        }

        instance.Die();
        _activities.RemoveAll(activity => activity.Instance == instance);
        _instances.Remove(instance);
        Storage.Recover();
        Queue.GiveBack(instance, Storage.IsEmbedded ? 0 : 600_000);
        Scheduler.Add(new ActionStep(() => Begin(instance.Name + "'")), 1 + Latency(60_000));
    }

    /// <summary>Runs until nothing is left to happen, or <paramref name="isEnough"/> between two steps.</summary>
    public void Run(Func<bool>? isEnough = null)
    {
        LetGoOn();
        while (isEnough?.Invoke() != true && Scheduler.Next() is { } step)
        {
            Current = step.Activity;
            step.Run();
            Current = null;
            LetGoOn();
            if (_failure is not null)
            {
                throw new BrokenPromiseException(_failure.Message, _failure);
            }

            Require(Trace.Count < MostSteps, "The run does not come to rest.");
        }
    }

    /// <summary>
    /// Runs what goes on with what the step brought. Its context is current only here: while a step brings an answer
    /// there is none, or what awaits it without a context, such as the HTTP client, would leave for the thread pool.
    /// </summary>
    private void LetGoOn()
    {
        while (_goingOn.TryDequeue(out var next))
        {
            if (next.Activity.Instance.IsDead)
            {
                continue;
            }

            Current = next.Activity;
            SynchronizationContext.SetSynchronizationContext(next.Activity);
            next.Callback(next.State);
            SynchronizationContext.SetSynchronizationContext(null);
            Current = null;
        }
    }

    private void Begin(string name)
    {
        var instance = new Instance(this, name);
        if (MaxOffset > 0 && Faults.Happens(FaultKind.ClockSkew))
        {
            instance.Time.Offset = Random.Next(-MaxOffset, MaxOffset + 1);
        }

        _instances.Add(instance);
        Trace.Add(name, "begins", null, null, instance.Time.Offset);
        if (Storage.IsEmbedded)
        {
            RecoverLeases(instance);
        }
    }

    /// <summary>As the local host does at its start: who had the leases is dead.</summary>
    private void RecoverLeases(Instance instance)
    {
        foreach (var (key, row) in Storage.Mailboxes.ToList())
        {
            var mailbox = MailboxDocument.Read(row.Document);
            if (mailbox.Lease is not null)
            {
                var recovered = Leases.Recover(mailbox, instance.Time.GetUtcNow());
                Storage.Save(key, MailboxDocument.Write(recovered), row.ETag, recovered, message: null);
            }
        }

        Storage.Sync();
    }

    private async Task RunAsync(Activity activity, Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (Exception e)
        {
            // Whatever the code does not handle itself ends the run.
            _failure ??= e;
        }

        _activities.Remove(activity);
    }
}
