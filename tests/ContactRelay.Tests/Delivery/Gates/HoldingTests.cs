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
            gate = Holding.Probe(gate, "probe", now)!;
        }
    }

    [Fact]
    public void Place_by_calls_that_began_before_it_changes_nothing_but_asks_for_longer()
    {
        var gate = Place(TenantGate.Open, HoldReason.ProviderDown, Noon);

        var again = Holding.Place(gate, new(HoldReason.ProviderDown, "500"), new(Noon - Second), Noon + Second);
        var longer = Holding.Place(gate, new(HoldReason.Throttled, "429", TimeSpan.FromHours(1)), new(Noon - Second), Noon + Second);

        Assert.Same(gate, again);
        Assert.Equal(Noon + Second + TimeSpan.FromHours(1), longer.Hold!.Until);
    }

    [Fact]
    public void Probe_is_for_one_at_a_time_and_not_before_the_end()
    {
        var gate = Place(TenantGate.Open, HoldReason.ProviderDown, Noon);

        Assert.Null(Holding.Probe(gate, "probe", Noon + Minute - Second));
        var probed = Holding.Probe(gate, "probe", Noon + Minute)!;
        Assert.True(Holding.IsHeld(probed, Noon + Minute));
        Assert.Null(Holding.Probe(probed, "other", Noon + Minute));
        Assert.Null(Holding.Probe(probed, "other", Noon + Minute + Holding.ProbeTime - Second));
        Assert.NotNull(Holding.Probe(probed, "other", Noon + Minute + Holding.ProbeTime));
    }

    [Fact]
    public void Answer_ends_the_hold_unless_its_call_began_before()
    {
        var gate = Holding.Probe(Place(TenantGate.Open, HoldReason.ProviderDown, Noon), "probe", Noon + Minute)!;

        Assert.Null(Holding.Answered(gate, new(Noon + Minute), Noon + Minute).Hold);
        Assert.Same(gate, Holding.Answered(gate, new(Noon - Second), Noon + Minute));
    }

    [Fact]
    public void Answer_does_not_end_what_the_provider_asked_for()
    {
        var gate = Place(TenantGate.Open, HoldReason.Throttled, Noon, Minute);

        Assert.Same(gate, Holding.Answered(gate, new(Noon + Second), Noon + Minute));
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

    [Theory]
    [InlineData(HoldReason.Unauthorized)]
    [InlineData(HoldReason.ProviderDown)]
    public void Place_by_calls_that_fail_in_no_time_does_not_make_it_longer(HoldReason reason)
    {
        var gate = Place(TenantGate.Open, reason, Noon);
        for (var i = 0; i < 20; i++)
        {
            // Each was let through before anybody knew, and failed after: at the same moment, or later.
            Assert.Same(gate, Holding.Place(gate, new(reason, "No key."), new(Noon.AddMilliseconds(i / 2), $"c{i}"), Noon.AddMilliseconds(i)));
        }
    }

    [Fact]
    public void Place_by_the_probe_alone_makes_it_longer()
    {
        var probed = Holding.Probe(Place(TenantGate.Open, HoldReason.ProviderDown, Noon), "probe", Noon + Minute)!;
        var later = Noon + Minute + Second;

        Assert.Same(probed, Holding.Place(probed, new(HoldReason.ProviderDown, "500"), new(later), later));
        Assert.Same(probed, Holding.Place(probed, new(HoldReason.ProviderDown, "500"), new(later, "c", "another"), later));
        var again = Holding.Place(probed, new(HoldReason.ProviderDown, "500"), new(later, "c", "probe"), later);
        Assert.Equal((1, Noon, later + (2 * Minute), null), (again.Hold!.Times, again.Hold.Since, again.Hold.Until, again.Hold.Probe));
        Assert.Same(again, Holding.Place(again, new(HoldReason.ProviderDown, "500"), new(later, "c", "probe"), later));
    }

    [Fact]
    public void Place_of_a_throttled_tenant_by_a_call_that_began_before_its_end_does_not_make_it_longer()
    {
        var gate = Place(TenantGate.Open, HoldReason.Throttled, Noon);
        var end = gate.Hold!.Until;

        Assert.Same(gate, Holding.Place(gate, new(HoldReason.Throttled, "429"), new(end - Second), end + Second));
        Assert.Equal(1, Holding.Place(gate, new(HoldReason.Throttled, "429"), new(end), end + Second).Hold!.Times);
    }

    [Fact]
    public void Place_of_a_wait_that_is_not_believed_ends_by_a_probe_after_an_hour()
    {
        var outcome = ContactRelay.Providers.DeliveryOutcome.Throttled("429", TimeSpan.FromDays(20_000));
        var gate = Holding.Place(TenantGate.Open, new(HoldReason.Throttled, "429", outcome.After, outcome.AfterIsDoubted), new(Noon), Noon);

        Assert.Equal(Noon.AddHours(1), gate.Hold!.Until);
        Assert.True(Holding.IsHeld(gate, Noon.AddHours(1)));
        var probed = Holding.Probe(gate, "probe", Noon.AddHours(1))!;
        Assert.Null(Holding.Answered(probed, new(Noon.AddHours(1), "c", "probe"), Noon.AddHours(1)).Hold);
    }

    [Fact]
    public void Answered_call_of_another_contact_excuses_those_that_the_hold_is_due_to()
    {
        var bad = new GatedCall(Noon, "bad");
        var gate = Holding.Place(TenantGate.Open, new(HoldReason.Unauthorized, "401"), bad, Noon);

        var own = Holding.Answered(gate, bad with { Began = Noon + Minute }, Noon + Minute);
        var other = Holding.Answered(gate, new(Noon + Minute, "good"), Noon + Minute);

        Assert.Empty(own.Excused);
        Assert.Null(other.Hold);
        Assert.True(Excuse.Covers(other, bad.Contact, HoldReason.Unauthorized, Noon.AddHours(23)));
        Assert.False(Excuse.Covers(other, bad.Contact, HoldReason.Throttled, Noon.AddHours(23)));
        Assert.False(Excuse.Covers(other, bad.Contact, HoldReason.Unauthorized, Noon.AddHours(25)));
        Assert.False(Excuse.Covers(other, GatedCall.Fingerprint("good"), HoldReason.Unauthorized, Noon.AddHours(1)));
        Assert.Equal(other.Excused, TenantGate.Read(other.Write()).Excused);
    }

    [Fact]
    public void Contact_that_is_throttled_twice_and_no_other_is_excused()
    {
        var (gate, now) = (TenantGate.Open, Noon);
        for (var times = 0; times < 2; times++)
        {
            Assert.False(Excuse.Covers(gate, GatedCall.Fingerprint("bad"), HoldReason.Throttled, now));
            gate = Holding.Place(gate, new(HoldReason.Throttled, "429", Minute), new(now, "bad"), now);
            now += Minute;
            Assert.True(Holding.LetsOthersFirst(gate, GatedCall.Fingerprint("bad"), now));
            Assert.False(Holding.LetsOthersFirst(gate, GatedCall.Fingerprint("good"), now));
            gate = Holding.Answered(gate, new(now, "good"), now);
            Assert.False(Holding.LetsOthersFirst(gate, GatedCall.Fingerprint("bad"), now));
            now += Minute;
        }

        Assert.True(Excuse.Covers(gate, GatedCall.Fingerprint("bad"), HoldReason.Throttled, now));
    }

    [Fact]
    public void Place_by_a_call_that_began_before_and_asks_for_as_long_changes_nothing()
    {
        var gate = Place(TenantGate.Open, HoldReason.Throttled, Noon, Minute);

        Assert.Same(gate, Holding.Place(gate, new(HoldReason.Throttled, "429", Minute - Second), new(Noon - Second), Noon + Second));
    }

    [Fact]
    public void Place_by_a_probe_for_another_reason_keeps_the_later_end()
    {
        var gate = Holding.Probe(Place(TenantGate.Open, HoldReason.ProviderDown, Noon), "probe", Noon + Minute)!;
        var longer = gate with { Hold = gate.Hold! with { Until = Noon.AddHours(7) } };

        var again = Holding.Place(longer, new(HoldReason.Unauthorized, "401"), new(Noon + Minute, "c", "probe"), Noon + Minute);

        Assert.Equal((HoldReason.Unauthorized, Noon, Noon.AddHours(7)), (again.Hold!.Reason, again.Hold.Since, again.Hold.Until));
    }

    [Fact]
    public void Answer_to_a_call_that_began_when_it_was_placed_ends_the_hold() =>
        Assert.Null(Holding.Answered(Place(TenantGate.Open, HoldReason.ProviderDown, Noon), new(Noon), Noon + Minute).Hold);

    private static TenantGate Place(TenantGate gate, HoldReason reason, DateTimeOffset now, TimeSpan? after = null) =>
        Holding.Place(gate, new(reason, "In words.", after), new(now, Probe: gate.Hold?.Probe), now);
}
