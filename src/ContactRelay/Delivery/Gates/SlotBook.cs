using System.Collections.Concurrent;
using ContactRelay.Storage;

namespace ContactRelay.Delivery.Gates;

/// <summary>The slots that this process has reserved and not filled, by tenant.</summary>
public sealed class SlotBook(GateCache gates, TimeProvider time)
{
    private const int MaxReturned = 1_000;
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<(string Tenant, bool IsBulk), Lane> _lanes = new();

    /// <summary>The tenant's next free slot, which nobody else will get. Throws <see cref="StorageUnavailableException"/>.</summary>
    public async ValueTask<DateTimeOffset> TakeAsync(string tenant, int perSecond, bool isBulk, CancellationToken cancellationToken)
    {
        var lane = _lanes.GetOrAdd((tenant, isBulk), static _ => new());

        // One at a time, so that many who need a slot at once share a block rather than reserve one each.
        await lane.Turn.WaitAsync(cancellationToken);
        try
        {
            while (true)
            {
                if (lane.TakeReturned(time.GetUtcNow() - (Second / perSecond)) is { } returned)
                {
                    return returned;
                }

                if (lane.Block?.Take(time.GetUtcNow()) is var (slot, rest))
                {
                    lane.Block = rest;
                    return slot;
                }

                lane.Block = await ReserveAsync(tenant, perSecond, isBulk, cancellationToken);
            }
        }
        finally
        {
            lane.Turn.Release();
        }
    }

    /// <summary>Takes a slot back that is not filled: whoever needs one next gets it, if it has not passed by then.</summary>
    public void GiveBack(string tenant, bool isBulk, DateTimeOffset slot) => _lanes.GetOrAdd((tenant, isBulk), static _ => new()).Return(slot);

    private async ValueTask<SlotBlock> ReserveAsync(string tenant, int perSecond, bool isBulk, CancellationToken cancellationToken)
    {
        SlotBlock? block = null;
        await gates.ChangeAsync(
            tenant,
            gate =>
            {
                (var changed, block) = Slots.Reserve(gate, perSecond, isBulk, time.GetUtcNow());
                return changed;
            },
            cancellationToken);
        return block!;
    }

    private sealed class Lane
    {
        private readonly SortedSet<DateTimeOffset> _returned = [];

        public SemaphoreSlim Turn { get; } = new(1);

        public SlotBlock? Block { get; set; }

        public void Return(DateTimeOffset slot)
        {
            lock (_returned)
            {
                if (_returned.Count < MaxReturned)
                {
                    _returned.Add(slot);
                }
            }
        }

        /// <summary>The first slot that was given back and is not before this time; null if there is none.</summary>
        public DateTimeOffset? TakeReturned(DateTimeOffset notBefore)
        {
            lock (_returned)
            {
                _returned.RemoveWhere(slot => slot <= notBefore);
                if (_returned.Count == 0)
                {
                    return null;
                }

                var first = _returned.Min;
                _returned.Remove(first);
                return first;
            }
        }
    }
}
