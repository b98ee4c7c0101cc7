namespace ContactRelay.Delivery.Gates;

/// <summary>Some slots that one instance may fill: about a second of a tenant's rate.</summary>
/// <param name="Start">The first slot.</param>
/// <param name="Step">From one slot to the next.</param>
/// <param name="Count">How many slots there are.</param>
public sealed record SlotBlock(DateTimeOffset Start, TimeSpan Step, int Count)
{
    /// <summary>The end of the last slot.</summary>
    public DateTimeOffset End => Start + (Count * Step);

    /// <summary>The first slot and the block without it; of those that have passed none but the last one is still good.</summary>
    public (DateTimeOffset Slot, SlotBlock Left)? Take(DateTimeOffset now)
    {
        var passed = now > Start ? (int)Math.Min((now - Start) / Step, Count) : 0;
        return passed >= Count ? null : (Start + (passed * Step), this with { Start = Start + ((passed + 1) * Step), Count = Count - passed - 1 });
    }
}
