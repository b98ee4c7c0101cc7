using ContactRelay.Delivery.Gates;
using Xunit;

namespace ContactRelay.Tests.Delivery.Gates;

public sealed class HoldingTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Fact]
    public void Place_for_as_long_as_the_provider_asks()
    {
        var gate = Place(TenantGate.Open, HoldReason.Throttled, Noon, TimeSpan.FromHours(7));

        Assert.Equal(Noon.AddHours(7), gate.Hold!.Until);
        Assert.True(Holding.IsHeld(gate, Noon.AddHours(7).AddMilliseconds(-1)));
        Assert.False(Holding.IsHeld(gate, Noon.AddHours(7)));
    }

    [Theory]
    [InlineData(HoldReason.Unauthorized)]
    [InlineData(HoldReason.ProviderDown)]
    public void Place_where_nobody_says_how_long_doubles_from_a_minute_to_an_hour(HoldReason reason)
    {
        var (gate, now) = (TenantGate.Open, Noon);
        foreach (var minutes in new[] { 1, 2, 4, 8, 16, 32, 60, 60 })
        {
            gate = Place(gate, reason, now);
            Assert.Equal(now.AddMinutes(minutes), gate.Hold!.Until);
            Assert.Equal(Noon, gate.Hold.Since);
            now = gate.Hold.Until;
            gate = Holding.Probe(gate, now)!;
        }
    }

    [Fact]
    public void Place_by_calls_that_began_before_it_changes_nothing_but_asks_for_longer()
    {
        var gate = Place(TenantGate.Open, HoldReason.ProviderDown, Noon);

        var again = Holding.Place(gate, HoldReason.ProviderDown, "500", null, null, Noon - Second, Noon + Second);
        var longer = Holding.Place(gate, HoldReason.Throttled, "429", TimeSpan.FromHours(1), null, Noon - Second, Noon + Second);

        Assert.Same(gate, again);
        Assert.Equal(Noon + Second + TimeSpan.FromHours(1), longer.Hold!.Until);
    }

    [Fact]
    public void Probe_is_for_one_at_a_time_and_not_before_the_end()
    {
        var gate = Place(TenantGate.Open, HoldReason.ProviderDown, Noon);

        Assert.Null(Holding.Probe(gate, Noon + Minute - Second));
        var probed = Holding.Probe(gate, Noon + Minute)!;
        Assert.True(Holding.IsHeld(probed, Noon + Minute));
        Assert.Null(Holding.Probe(probed, Noon + Minute));
        Assert.Null(Holding.Probe(probed, Noon + Minute + Holding.ProbeTime - Second));
        Assert.NotNull(Holding.Probe(probed, Noon + Minute + Holding.ProbeTime));
    }

    [Fact]
    public void Answer_ends_the_hold_unless_its_call_began_before()
    {
        var gate = Holding.Probe(Place(TenantGate.Open, HoldReason.ProviderDown, Noon), Noon + Minute)!;

        Assert.Null(Holding.Answered(gate, Noon + Minute).Hold);
        Assert.Same(gate, Holding.Answered(gate, Noon - Second));
    }

    [Fact]
    public void Answer_does_not_end_what_the_provider_asked_for()
    {
        var gate = Place(TenantGate.Open, HoldReason.Throttled, Noon, Minute);

        Assert.Same(gate, Holding.Answered(gate, Noon + Second));
    }

    [Fact]
    public void Throttled_tenant_is_free_after_it_without_a_probe_and_throttled_again_waits_longer()
    {
        var gate = Place(TenantGate.Open, HoldReason.Throttled, Noon);

        Assert.Equal(Noon + Minute, gate.Hold!.Until);
        Assert.False(Holding.IsHeld(gate, Noon + Minute));
        Assert.Equal(Noon + (3 * Minute), Place(gate, HoldReason.Throttled, Noon + Minute).Hold!.Until);
        Assert.Equal(Noon + TimeSpan.FromHours(1) + Minute, Place(gate, HoldReason.Throttled, Noon.AddHours(1)).Hold!.Until);
    }

    [Fact]
    public void Release_ends_any_hold() => Assert.Null(Holding.Release(Place(TenantGate.Open, HoldReason.Throttled, Noon, Minute)).Hold);

    [Fact]
    public void Release_of_what_is_not_held_changes_nothing() => Assert.Same(TenantGate.Open, Holding.Release(TenantGate.Open));

    [Fact]
    public void Throttled_tenant_of_ten_minutes_ago_is_throttled_for_the_first_time()
    {
        var gate = Place(TenantGate.Open, HoldReason.Throttled, Noon);
        var over = gate.Hold!.Until;

        Assert.Equal(1, Place(gate, HoldReason.Throttled, over.AddMinutes(10).AddTicks(-1)).Hold!.Times);
        Assert.Equal(0, Place(gate, HoldReason.Throttled, over.AddMinutes(10)).Hold!.Times);
    }

    [Fact]
    public void Throttled_again_after_its_end_is_held_since_then()
    {
        var gate = Place(TenantGate.Open, HoldReason.Throttled, Noon);

        Assert.Equal(Noon + (2 * Minute), Place(gate, HoldReason.Throttled, Noon + (2 * Minute)).Hold!.Since);
    }

    [Fact]
    public void Place_by_a_call_that_began_when_it_was_placed_goes_on_with_it()
    {
        var gate = Place(TenantGate.Open, HoldReason.ProviderDown, Noon);

        var again = Holding.Place(gate, HoldReason.ProviderDown, "500", null, null, Noon, Noon + Second);

        Assert.Equal((1, Noon, Noon + Second + (2 * Minute)), (again.Hold!.Times, again.Hold.Since, again.Hold.Until));
    }

    [Fact]
    public void Place_by_a_call_that_began_before_and_asks_for_as_long_changes_nothing()
    {
        var gate = Place(TenantGate.Open, HoldReason.Throttled, Noon, Minute);

        Assert.Same(gate, Holding.Place(gate, HoldReason.Throttled, "429", Minute - Second, null, Noon - Second, Noon + Second));
    }

    [Fact]
    public void Place_for_another_reason_keeps_the_later_end()
    {
        var gate = Place(TenantGate.Open, HoldReason.Throttled, Noon, TimeSpan.FromHours(7));

        var again = Place(gate, HoldReason.Unauthorized, Noon + Second);

        Assert.Equal((HoldReason.Unauthorized, Noon, Noon.AddHours(7)), (again.Hold!.Reason, again.Hold.Since, again.Hold.Until));
    }

    [Fact]
    public void Answer_to_a_call_that_began_when_it_was_placed_ends_the_hold() =>
        Assert.Null(Holding.Answered(Place(TenantGate.Open, HoldReason.ProviderDown, Noon), Noon).Hold);

    private static TenantGate Place(TenantGate gate, HoldReason reason, DateTimeOffset now, TimeSpan? after = null) =>
        Holding.Place(gate, reason, "In words.", after, null, now, now);
}
