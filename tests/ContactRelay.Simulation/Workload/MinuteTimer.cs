using ContactRelay.Simulation.Core;
using ContactRelay.Storage;

namespace ContactRelay.Simulation.Workload;

/// <summary>The minute's timer, on whichever process has it.</summary>
internal sealed class MinuteTimer(World world)
{
    private const int Minute = 60_000;

    // Once all has been in order for that long there is little to find, and what is scheduled or held takes days.
    private const int IsBusyFor = 40 * Minute;
    private const int WhenCalm = 20 * Minute;

    /// <summary>Ticks, and comes again for as long as it may find something.</summary>
    public void Tick()
    {
        if (world.AnyInstance() is { } instance)
        {
            world.Start(instance, "timer", () => WakeAsync(instance));
        }

        var now = world.Scheduler.Now;
        if (world.HealthySince is not { } since || now < since + IsBusyFor)
        {
            world.Scheduler.Add(new ActionStep(Tick), Minute);
        }
        else if (world.Storage.Mailboxes.Values.Select(row => row.Mailbox.DueAt()).Where(due => due is not null).Min() is { } due)
        {
            world.Scheduler.Add(new ActionStep(Tick), Math.Max(WhenCalm, (long)(due - SimulatedTime.At(now)).TotalMilliseconds + (3 * Minute)));
        }
    }

    private static async Task WakeAsync(Instance instance)
    {
        try
        {
            await instance.Overdue.SendAsync(CancellationToken.None);
        }
        catch (StorageUnavailableException)
        {
            // The next tick does it.
        }
    }
}
