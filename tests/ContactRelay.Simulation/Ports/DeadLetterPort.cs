using ContactRelay.Delivery;

namespace ContactRelay.Simulation.Ports;

/// <summary>A process's way to the dead letters.</summary>
internal sealed class DeadLetterPort(Instance instance) : IDeadLetterStore
{
    public async ValueTask UpsertAsync(DeadLetter letter, CancellationToken cancellationToken)
    {
        var storage = instance.World.Storage;
        var bytes = letter.Write();
        await instance.Ask(PortKind.Write, "keep dead letter", letter.ContactId is { } id ? new(letter.Tenant, id) : null, () =>
        {
            storage.Write(new(null, null, bytes, written => storage.DeadLetters[(letter.Tenant, letter.Id)] = written));
            return letter.Reason;
        });
    }

    public async ValueTask<DeadLetter?> FindAsync(string tenant, string id, CancellationToken cancellationToken) =>
        await instance.Ask(PortKind.Read, "find dead letter", null, () => instance.World.Storage.DeadLetters.GetValueOrDefault((tenant, id))) is { } bytes
            ? DeadLetter.Read(bytes)
            : null;
}
