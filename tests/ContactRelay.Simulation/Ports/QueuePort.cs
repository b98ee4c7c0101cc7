using ContactRelay.Delivery;

namespace ContactRelay.Simulation.Ports;

/// <summary>A process's way to the queues.</summary>
internal sealed class QueuePort(Instance instance) : IUpdateQueue
{
    public async ValueTask SendAsync(string queue, string text, TimeSpan delay, CancellationToken cancellationToken)
    {
        var messages = instance.World.Queue;
        await instance.Ask(PortKind.Write, "send", QueueMessageReader.Read(text).Key, () =>
        {
            var message = messages.Make(queue, text, delay);
            instance.World.Storage.Write(new(null, null, [], _ => messages.Put(message)));
            return message.Name;
        }, cancellationToken);
    }
}
