namespace ContactRelay.Delivery.Gates;

/// <summary>
/// Shares a tenant's rate out among all instances. Each reserves about a second of slots at a time, evenly apart. What
/// comes in bulk has three quarters of the rate at the most: where it has reserved slots, the rest keeps a quarter.
/// </summary>
public static class Slots
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    /// <summary>Reserves the next block.</summary>
    /// <param name="gate">The gate as loaded.</param>
    /// <param name="perSecond">The tenant's limit.</param>
    /// <param name="isBulk">Whether it is for what comes in bulk.</param>
    /// <param name="now">The present.</param>
    /// <returns>The gate, to be saved before a slot is used, and the block.</returns>
    public static (TenantGate Gate, SlotBlock Block) Reserve(TenantGate gate, int perSecond, bool isBulk, DateTimeOffset now)
    {
        if (isBulk)
        {
            var bulk = Block(Latest(now, gate.NextSlot, gate.NextBulkSlot), Second * 4 / (3.0 * perSecond));
            return (gate with { NextBulkSlot = bulk.End }, bulk);
        }

        var start = Latest(now, gate.NextSlot, now);
        var block = Block(start, Second / perSecond * (start < gate.NextBulkSlot ? 4 : 1));
        return (gate with { NextSlot = block.End }, block);
    }

    private static SlotBlock Block(DateTimeOffset start, TimeSpan step) => new(start, step, Math.Max(1, (int)(Second / step)));

    private static DateTimeOffset Latest(DateTimeOffset a, DateTimeOffset b, DateTimeOffset c) => a > b ? (a > c ? a : c) : b > c ? b : c;
}
