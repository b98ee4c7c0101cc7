using ContactRelay.Delivery;
using Microsoft.Azure.Functions.Worker;

namespace ContactRelay.Functions;

/// <summary>What is done by the clock.</summary>
public sealed class TimerFunctions(
    BacklogMetrics backlog, OverdueWakeUps overdue, TenantSweep sweep, Retention retention, DeadLetterAging deadLetters)
{
    /// <summary>
    /// Publishes what waits, each minute: the alerts are built on it. Wakes what is overdue, too, since a process may have died
    /// between storing an update and sending its wake-up, and goes on erasing what deleted tenants left. In one function, since
    /// each run of one is billed a second at least.
    /// </summary>
    [Function("publish-backlog")]
    public Task PublishBacklogAsync([TimerTrigger("0 * * * * *")] TimerInfo timer, CancellationToken cancellationToken) => Task.WhenAll(
        overdue.SendAsync(cancellationToken), backlog.PublishAsync(cancellationToken), sweep.RunAsync(TenantSweep.Settling, cancellationToken));

    /// <summary>Drops what has been kept for long enough, each day.</summary>
    [Function("apply-retention")]
    public async Task ApplyRetentionAsync([TimerTrigger("0 20 3 * * *")] TimerInfo timer, CancellationToken cancellationToken)
    {
        await retention.ApplyAsync(cancellationToken);
        await deadLetters.ApplyAsync(cancellationToken);
    }
}
