using ContactRelay.Delivery;
using ContactRelay.Simulation.Core;
using ContactRelay.Simulation.Ports;
using ContactRelay.Storage;

namespace ContactRelay.Simulation.Workload;

/// <summary>
/// What the Functions host does with messages: hands each to a process, deletes it when that is through, lets it come
/// back where it failed, and puts what failed too often on the poison queue.
/// </summary>
internal sealed class MessageHost(World world)
{
    private const int AfterFailure = 60_000;
    private const int InHand = 600_000;

    public void Deliver(Message message)
    {
        if (world.AnyInstance() is not { } instance)
        {
            world.Queue.Show(message, world.Scheduler.Now + 1000);
            return;
        }

        if (!Message.IsPoison(message.Queue) && message.DequeueCount >= MessageQueue.MaxDequeueCount)
        {
            world.Queue.Move(message);
            return;
        }

        message.DequeueCount++;
        message.Receipt++;
        message.Holder = instance;
        if (world.Faults.Happens(FaultKind.VisibilityRunsOut))
        {
            world.Queue.Show(message, world.Scheduler.Now + world.Random.Next(60_000));
        }

        var receipt = message.Receipt;
        world.Start(instance, message.Name, () => HandleAsync(instance, message, receipt), (message, receipt));
    }

    private async Task HandleAsync(Instance instance, Message message, int receipt)
    {
        try
        {
            var received = new ReceivedMessage(message.Text, message.Id, message.InsertedAt, message.Queue.StartsWith(QueueNames.BulkUpdates, StringComparison.Ordinal));
            await (Message.IsPoison(message.Queue)
                ? instance.Handler.HandlePoisonAsync(received, CancellationToken.None)
                : instance.Handler.HandleAsync(received, CancellationToken.None));
        }
        catch (StorageUnavailableException)
        {
            Return(message, receipt, AfterFailure);
            return;
        }

        try
        {
            await instance.Ask(PortKind.Write, "delete", message.Key, () =>
            {
                world.Storage.Write(new(null, null, [], _ => world.Queue.Delete(message, receipt)));
                return message.Name;
            });
        }
        catch (StorageUnavailableException)
        {
            Return(message, receipt, InHand);
        }
    }

    private void Return(Message message, int receipt, long delay)
    {
        if (!message.IsDeleted && message.Receipt == receipt)
        {
            message.Holder = null;
            world.Queue.Show(message, world.Scheduler.Now + delay);
        }
    }
}
