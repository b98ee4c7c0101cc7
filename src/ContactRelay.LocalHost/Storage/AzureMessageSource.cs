using System.Collections.Concurrent;
using System.Xml;
using Azure;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using ContactRelay.LocalHost.WorkerHost;
using ContactRelay.Storage;
using Microsoft.Extensions.Logging;

namespace ContactRelay.LocalHost.Storage;

/// <summary>The queues of an Azure storage account, or of Azurite, read as the Functions host reads them: by polling.</summary>
internal sealed partial class AzureMessageSource(string connectionString, int batchSize, TimeProvider time, ILogger<AzureMessageSource> logger)
    : IMessageSource
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<string, QueueClient> _clients = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Queue<HostMessage>> _received = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public async Task<HostMessage> ReceiveAsync(string queue, TimeSpan inHand, CancellationToken cancellationToken)
    {
        // Each queue has one reader, so nobody else takes from what was received for it.
        var received = _received.GetOrAdd(queue, _ => new());
        for (var pause = FirstPause; received.Count == 0; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            foreach (var message in await PollAsync(queue, inHand, cancellationToken))
            {
                received.Enqueue(new Received(queue, message));
            }

            if (received.Count == 0)
            {
                await Task.Delay(pause, time, cancellationToken);
            }
        }

        return received.Dequeue();
    }

    /// <inheritdoc/>
    public Task DeleteAsync(HostMessage message) =>
        RunAsync(message.Queue, client => client.DeleteMessageAsync(message.Id, ((Received)message).PopReceipt));

    /// <inheritdoc/>
    public Task ReleaseAsync(HostMessage message, TimeSpan delay) => RunAsync(
        message.Queue, client => client.UpdateMessageAsync(message.Id, ((Received)message).PopReceipt, visibilityTimeout: delay));

    /// <inheritdoc/>
    public async Task MoveAsync(HostMessage message, string queue)
    {
        await RunAsync(queue, async client =>
        {
            await client.CreateIfNotExistsAsync();
            await client.SendMessageAsync(message.Text);
        });
        await DeleteAsync(message);
    }

    private QueueClient Client(string queue) => _clients.GetOrAdd(
        queue, name => new(connectionString, name, new QueueClientOptions { MessageEncoding = QueueMessageEncoding.None }));

    private async Task<QueueMessage[]> PollAsync(string queue, TimeSpan inHand, CancellationToken cancellationToken)
    {
        try
        {
            return await Client(queue).ReceiveMessagesAsync(batchSize, inHand, cancellationToken);
        }
        catch (RequestFailedException e) when (e.ErrorCode == QueueErrorCode.QueueNotFound)
        {
            // It is made when the first message is sent.
            return [];
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            // Whatever it is, a proxy's page in the place of an answer too, it is tried again.
            Log.Away(logger, queue, e);
            return [];
        }
    }

    private async Task RunAsync(string queue, Func<QueueClient, Task> run)
    {
        try
        {
            await run(Client(queue));
        }
        catch (RequestFailedException e) when (e.ErrorCode == QueueErrorCode.MessageNotFound || e.ErrorCode == QueueErrorCode.PopReceiptMismatch)
        {
            // Somebody else has received it since.
            Log.Lost(logger, queue);
        }
        catch (Exception e) when (e is RequestFailedException or AggregateException or XmlException or IOException or OperationCanceledException)
        {
            throw new StorageUnavailableException($"The queue {queue} cannot be reached.", e);
        }
    }

    private sealed record Received(string Queue, QueueMessage Message)
        : HostMessage(Queue, Message.MessageText, Message.InsertedOn ?? DateTimeOffset.UnixEpoch, Message.DequeueCount)
    {
        public override string Id => Message.MessageId;

        public string PopReceipt => Message.PopReceipt;
    }

    private static partial class Log
    {
        [LoggerMessage(47, LogLevel.Warning, "The queue {Queue} cannot be read now")]
        public static partial void Away(ILogger logger, string queue, Exception exception);

        [LoggerMessage(48, LogLevel.Debug, "A message of {Queue} was received again meanwhile")]
        public static partial void Lost(ILogger logger, string queue);
    }
}
