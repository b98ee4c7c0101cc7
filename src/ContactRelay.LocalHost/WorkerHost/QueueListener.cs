using System.Globalization;
using ContactRelay.Storage;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ContactRelay.LocalHost.WorkerHost;

/// <summary>
/// Calls the queue functions as the Functions host does: some messages at a time; one that was handled is deleted, one
/// that failed comes back later, and one that failed too often goes to the poison queue.
/// </summary>
internal sealed partial class QueueListener(
    IMessageSource queue, IServiceProvider services, IReadOnlyList<FunctionMethod> functions, FunctionHostOptions options, ILogger<QueueListener> logger)
    : BackgroundService
{
    private const string PoisonSuffix = "-poison";

    // Longer than anything that a function does: the process that handles a message is the one that would get it again.
    private static readonly TimeSpan InHand = TimeSpan.FromMinutes(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // When one reader fails the others end too, or the host would go on accepting and deliver nothing.
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        await Task.WhenAll(
            from function in functions
            let trigger = function.Trigger<QueueTriggerAttribute>()
            where trigger is not null
            select ListenAsync(function, trigger.QueueName, stop));
    }

    private async Task ListenAsync(FunctionMethod function, string queueName, CancellationTokenSource stop)
    {
        var stoppingToken = stop.Token;
        using var places = new SemaphoreSlim(options.BatchSize);
        try
        {
            while (true)
            {
                await places.WaitAsync(stoppingToken);
                var message = await ReceiveAsync(queueName, places, stoppingToken);
                _ = HandleAsync(function, queueName, message, places);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            Log.Stopping(logger, queueName);
        }
        catch (Exception e)
        {
            Log.Stopped(logger, queueName, e);
            await stop.CancelAsync();
            throw;
        }

        // What is in hand is waited for: a call that has been made is better settled than made again.
        for (var i = 0; i < options.BatchSize; i++)
        {
            await places.WaitAsync(CancellationToken.None);
        }
    }

    private async Task<HostMessage> ReceiveAsync(string queueName, SemaphoreSlim places, CancellationToken stoppingToken)
    {
        try
        {
            return await queue.ReceiveAsync(queueName, InHand, stoppingToken);
        }
        catch (OperationCanceledException)
        {
            places.Release();
            throw;
        }
    }

    private async Task HandleAsync(FunctionMethod function, string queueName, HostMessage message, SemaphoreSlim places)
    {
        // Off the listener's own thread, so that a function that never waits does not keep it from its next message.
        await Task.Yield();
        try
        {
            // A poison queue has no poison queue of its own: what fails there comes back.
            if (message.DequeueCount > options.MaxDequeueCount && !queueName.EndsWith(PoisonSuffix, StringComparison.Ordinal))
            {
                await queue.MoveAsync(message, queueName + PoisonSuffix);
                return;
            }

            await function.InvokeAsync(services, parameter => Bind(parameter, message));
            await queue.DeleteAsync(message);
        }
        catch (Exception e)
        {
            Log.Failed(logger, function.Name, message.DequeueCount, e);
            await ReleaseAsync(message);
        }
        finally
        {
            places.Release();
        }
    }

    private async Task ReleaseAsync(HostMessage message)
    {
        try
        {
            await queue.ReleaseAsync(message, options.VisibilityTimeout);
        }
        catch (StorageUnavailableException e)
        {
            // It is seen again when its time in hand is over.
            Log.NotReleased(logger, e);
        }
    }

    private static object? Bind(FunctionParameter parameter, HostMessage message) =>
        parameter.Type == typeof(string) ? message.Text
        : parameter.Type == typeof(FunctionContext) ? new QueueFunctionContext(message)
        : parameter.Type == typeof(CancellationToken) ? CancellationToken.None
        : throw new InvalidOperationException($"A queue function cannot take a {parameter.Type}.");

    private sealed class QueueFunctionContext(HostMessage message) : FunctionContext
    {
        public override BindingContext BindingContext { get; } = new QueueBindingContext(message);
    }

    private sealed class QueueBindingContext(HostMessage message) : BindingContext
    {
        // The host hands each over as text, times as JSON.
        public override IReadOnlyDictionary<string, object?> BindingData { get; } = new Dictionary<string, object?>
        {
            ["Id"] = message.Id,
            ["DequeueCount"] = message.DequeueCount.ToString(CultureInfo.InvariantCulture),
            ["InsertionTime"] = $"\"{message.InsertedAt:O}\"",
        };
    }

    private static partial class Log
    {
        [LoggerMessage(41, LogLevel.Debug, "Taking no more messages from {Queue}")]
        public static partial void Stopping(ILogger logger, string queue);

        [LoggerMessage(44, LogLevel.Critical, "The reader of {Queue} has stopped, and with it the host")]
        public static partial void Stopped(ILogger logger, string queue, Exception exception);

        [LoggerMessage(42, LogLevel.Error, "The function {Function} failed at a message's delivery number {DequeueCount}")]
        public static partial void Failed(ILogger logger, string function, long dequeueCount, Exception exception);

        [LoggerMessage(43, LogLevel.Warning, "A message could not be given back")]
        public static partial void NotReleased(ILogger logger, Exception exception);
    }
}
