using ContactRelay.Delivery;
using Microsoft.Azure.Functions.Worker;

namespace ContactRelay.Functions;

/// <summary>The queues' messages: wake-ups, whole updates, and what failed too often.</summary>
public sealed class QueueFunctions(QueueMessageHandler handler)
{
    /// <summary>Handles a message: looks into a mailbox and delivers what is due.</summary>
    [Function("deliver")]
    public Task DeliverAsync(
        [QueueTrigger(QueueNames.Updates)] string message, FunctionContext context, CancellationToken cancellationToken) =>
        handler.HandleAsync(context.Received(message), cancellationToken);

    /// <summary>Handles a message that the host gave up on.</summary>
    [Function("deliver-poison")]
    public Task DeliverPoisonAsync(
        [QueueTrigger(QueueNames.UpdatesPoison)] string message, FunctionContext context, CancellationToken cancellationToken) =>
        handler.HandlePoisonAsync(context.Received(message), cancellationToken);

    /// <summary>Handles a message of the queue for what comes in bulk.</summary>
    [Function("deliver-bulk")]
    public Task DeliverBulkAsync(
        [QueueTrigger(QueueNames.BulkUpdates)] string message, FunctionContext context, CancellationToken cancellationToken) =>
        handler.HandleAsync(context.Received(message, isBulk: true), cancellationToken);

    /// <summary>Handles a message of that queue that the host gave up on.</summary>
    [Function("deliver-bulk-poison")]
    public Task DeliverBulkPoisonAsync(
        [QueueTrigger(QueueNames.BulkUpdatesPoison)] string message, FunctionContext context, CancellationToken cancellationToken) =>
        handler.HandlePoisonAsync(context.Received(message, isBulk: true), cancellationToken);
}
