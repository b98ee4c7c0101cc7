using ContactRelay.Delivery.Gates;
using Xunit;

namespace ContactRelay.Tests.Delivery.Gates;

public sealed class SlotsTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(7)]
    [InlineData(100)]
    public void Slots_of_any_mix_are_never_more_than_the_rate_in_a_second(int perSecond)
    {
        var (gate, random) = (TenantGate.Open, new Random(perSecond));
        var slots = new List<DateTimeOffset>();
        for (var i = 0; i < 300; i++)
        {
            (gate, var block) = Slots.Reserve(gate, perSecond, random.Next(2) == 0, Noon.AddMilliseconds(random.Next(5000)));
            slots.AddRange(Enumerable.Range(0, block.Count).Select(n => block.Start + (n * block.Step)));
        }

        slots.Sort();

        // A window may begin and end in the middle of two lanes' steps, hence one more for each.
        Assert.All(slots.Index().Where(slot => slot.Index + perSecond + 2 < slots.Count), slot =>
            Assert.True(slots[slot.Index + perSecond + 2] - slot.Item >= Second, $"more than {perSecond} in a second"));
    }

    [Fact]
    public void Slots_are_reserved_about_a_second_at_a_time_one_after_the_other()
    {
        var (gate, first) = Slots.Reserve(TenantGate.Open, 5, isBulk: false, Noon);
        var (_, second) = Slots.Reserve(gate, 5, isBulk: false, Noon);

        Assert.Equal((Noon, Second / 5, 5), (first.Start, first.Step, first.Count));
        Assert.Equal(Noon + Second, second.Start);
    }

    [Fact]
    public void Bulk_takes_three_quarters_at_the_most_and_the_rest_is_there_at_once()
    {
        var gate = TenantGate.Open;
        var bulk = new List<SlotBlock>();
        for (var i = 0; i < 60; i++)
        {
            (gate, var block) = Slots.Reserve(gate, 8, isBulk: true, Noon);
            bulk.Add(block);
        }

        var (_, other) = Slots.Reserve(gate, 8, isBulk: false, Noon);

        Assert.Equal(6, bulk.Sum(block => Enumerable.Range(0, block.Count).Count(n => block.Start + (n * block.Step) < Noon + Second - TimeSpan.FromMilliseconds(1))));
        Assert.Equal((Noon, Second / 2), (other.Start, other.Step));
    }

    [Fact]
    public void Take_of_a_block_passes_over_slots_that_have_passed_but_the_last()
    {
        var block = new SlotBlock(Noon, Second / 5, 5);

        var (slot, left) = block.Take(Noon.AddMilliseconds(450))!.Value;

        Assert.Equal(Noon.AddMilliseconds(400), slot);
        Assert.Equal((Noon.AddMilliseconds(600), 2), (left.Start, left.Count));
        Assert.Null(block.Take(Noon + Second));
    }

    [Fact]
    public void Take_of_a_block_ahead_gives_its_slots_in_order()
    {
        var block = new SlotBlock(Noon.AddMinutes(1), Second, 2);

        var (first, left) = block.Take(Noon)!.Value;
        var (second, none) = left.Take(Noon)!.Value;

        Assert.Equal((Noon.AddMinutes(1), Noon.AddMinutes(1) + Second), (first, second));
        Assert.Null(none.Take(Noon));
    }

    [Fact]
    public void Permits_are_as_many_as_the_limit_and_end_with_their_time()
    {
        var one = Permits.Take(TenantGate.Open, new("a", Noon + Second), 2, Noon)!;
        var two = Permits.Take(one, new("b", Noon + (2 * Second)), 2, Noon)!;

        Assert.Null(Permits.Take(two, new("c", Noon + Second), 2, Noon));
        Assert.NotNull(Permits.Take(Permits.Give(two, "a"), new("c", Noon + Second), 2, Noon));
        Assert.NotNull(Permits.Take(two, new("c", Noon.AddHours(1)), 2, Noon + Second));
        Assert.Same(two, Permits.Give(two, "nobody"));
    }
}
