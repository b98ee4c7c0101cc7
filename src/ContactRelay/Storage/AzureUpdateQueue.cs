using Azure;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using ContactRelay.Delivery;
using ContactRelay.Mailboxes;

namespace ContactRelay.Storage;

/// <summary>The queues of the storage account. One that is missing is created when something is first sent to it.</summary>
internal sealed class AzureUpdateQueue(AzureClients clients) : IUpdateQueue
{
    // Never: https://learn.microsoft.com/rest/api/storageservices/put-message#uri-parameters
    private static readonly TimeSpan NoExpiry = TimeSpan.FromSeconds(-1);

    /// <inheritdoc/>
    public async ValueTask SendAsync(string queue, string text, TimeSpan delay, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(delay, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(delay, WakeUp.MaxDelay);

        // The service counts in whole seconds, and a message that comes too early has to be sent again.
        var hidden = TimeSpan.FromSeconds(Math.Ceiling(delay.TotalSeconds));
        var client = clients.Queue(queue);
        try
        {
            await SendAsync(client, text, hidden, cancellationToken);
        }
        catch (Exception e) when (StorageFailure.Of(e, $"the queue '{queue}'", cancellationToken) is { } failure)
        {
            throw failure;
        }
    }

    private static async Task SendAsync(QueueClient client, string text, TimeSpan hidden, CancellationToken cancellationToken)
    {
        try
        {
            await client.SendMessageAsync(text, hidden, NoExpiry, cancellationToken);
        }
        catch (RequestFailedException e) when (e.ErrorCode == QueueErrorCode.QueueNotFound)
        {
            await client.CreateIfNotExistsAsync(cancellationToken: cancellationToken);
            await client.SendMessageAsync(text, hidden, NoExpiry, cancellationToken);
        }
    }
}
