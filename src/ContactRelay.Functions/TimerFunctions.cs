using ContactRelay.Delivery;
using Microsoft.Azure.Functions.Worker;

namespace ContactRelay.Functions;

/// <summary>What is done by the clock.</summary>
public sealed class TimerFunctions(BacklogMetrics backlog, Retention retention, DeadLetterAging deadLetters, TenantSweep sweep)
{
    /// <summary>
    /// Publishes what waits, each minute: the alerts are built on it. Then goes on erasing what deleted tenants left, in the
    /// same function, since each run of one is billed a second at least.
    /// </summary>
    [Function("publish-backlog")]
    public async Task PublishBacklogAsync([TimerTrigger("0 * * * * *")] TimerInfo timer, CancellationToken cancellationToken)
    {
        try
        {
            await backlog.PublishAsync(cancellationToken);
        }
        finally
        {
            await sweep.RunAsync(TenantSweep.Settling, cancellationToken);
        }
    }

    /// <summary>Drops what has been kept for long enough, each day.</summary>
    [Function("apply-retention")]
    public async Task ApplyRetentionAsync([TimerTrigger("0 20 3 * * *")] TimerInfo timer, CancellationToken cancellationToken)
    {
        await retention.ApplyAsync(cancellationToken);
        await deadLetters.ApplyAsync(cancellationToken);
    }
}
