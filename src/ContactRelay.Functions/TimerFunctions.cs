using ContactRelay.Delivery;
using Microsoft.Azure.Functions.Worker;

namespace ContactRelay.Functions;

/// <summary>What is done by the clock.</summary>
public sealed class TimerFunctions(BacklogMetrics backlog)
{
    /// <summary>Publishes what waits, each minute: the alerts are built on it.</summary>
    [Function("publish-backlog")]
    public Task PublishBacklogAsync([TimerTrigger("0 * * * * *")] TimerInfo timer, CancellationToken cancellationToken) =>
        backlog.PublishAsync(cancellationToken);
}
