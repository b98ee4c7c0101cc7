using System.Runtime.CompilerServices;
using ContactRelay.Delivery;

namespace ContactRelay.Simulation.Ports;

/// <summary>A process's way to the dead letters.</summary>
internal sealed class DeadLetterPort(Instance instance) : IDeadLetterStore
{
    private Dictionary<(string Tenant, string Id), byte[]> Stored => instance.World.Storage.DeadLetters;

    public async ValueTask UpsertAsync(DeadLetter letter, CancellationToken cancellationToken)
    {
        var bytes = letter.Write();
        await instance.Ask(PortKind.Write, "keep dead letter", letter.ContactId is { } id ? new(letter.Tenant, id) : null, () =>
        {
            instance.World.Storage.Write(new(null, null, bytes, written => Stored[(letter.Tenant, letter.Id)] = written));
            return letter.Reason;
        }, CancellationToken.None);
    }

    public async ValueTask<StoredDeadLetter?> FindAsync(string tenant, string id, CancellationToken cancellationToken) =>
        await instance.Ask(PortKind.Read, "find dead letter", null, () => Stored.GetValueOrDefault((tenant, id)), cancellationToken) is { } bytes
            ? StoredDeadLetter.Read(bytes)
            : null;

    public async IAsyncEnumerable<StoredDeadLetter> ListAsync(
        DeadLetterQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var all = await instance.Ask(PortKind.Read, "list dead letters", null, () => Stored.Values.ToList(), cancellationToken);
        foreach (var letter in all.Select(bytes => StoredDeadLetter.Read(bytes)).Where(letter => query.Wants(letter.Letter)))
        {
            yield return letter;
        }
    }

    public async ValueTask<bool> DeleteAsync(StoredDeadLetter letter, CancellationToken cancellationToken)
    {
        var id = (letter.Letter.Tenant, letter.Letter.Id);
        return await instance.Ask(PortKind.Write, "delete dead letter", null, () =>
        {
            if (!Stored.TryGetValue(id, out var bytes) || StoredDeadLetter.Read(bytes).ETag != letter.ETag)
            {
                return false;
            }

            instance.World.Storage.Write(new(null, null, [], _ => Stored.Remove(id)));
            return true;
        }, cancellationToken);
    }
}
