using ContactRelay.Delivery;
using ContactRelay.Delivery.Gates;
using ContactRelay.Providers;
using ContactRelay.Tenants;
using Microsoft.Extensions.Logging;
using Xunit;

namespace ContactRelay.Tests.Delivery.Gates;

/// <summary>Which calls a tenant's gate lets through, and when the others are to come again.</summary>
public sealed class TenantGatesTests : IDisposable
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly GatesUnderTest _gates = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _gates.Dispose();

    [Fact]
    public async Task Enter_without_limits_may_call_and_saves_nothing()
    {
        Assert.Equal(new(true, new GatedCall(_gates.Now)), await EnterAsync(GatesUnderTest.Tenant()));
        Assert.Equal(0, _gates.Store.Saved);
    }

    [Fact]
    public async Task Enter_held_tenant_is_turned_away_without_its_slot_and_deferrals()
    {
        var tenant = GatesUnderTest.Tenant(1, 1);
        await _gates.Gates.LearnAsync(tenant, new(_gates.Now), _gates.Report(DeliveryOutcome.Throttled("Slow down", 8 * Second)));

        var answer = await EnterAsync(tenant, new(IsBulk: true, Slot: _gates.Now, Deferrals: 3, TraceParent: "trace"));

        Assert.Equal(new(false, TryAgainAt: _gates.Now + (10 * Second), Next: new Arrival(IsBulk: true, TraceParent: "trace"), Hold: _gates.Stored()), answer);
        Assert.NotNull(answer.Hold);
    }

    [Fact]
    public async Task Enter_call_beyond_the_rate_comes_again_at_its_slot()
    {
        var tenant = GatesUnderTest.Tenant(perSecond: 1);
        Assert.Equal(new(true, new GatedCall(_gates.Now), Slot: _gates.Now), await EnterAsync(tenant));

        var answer = await EnterAsync(tenant, new(Deferrals: 2));

        Assert.Equal(new(false, TryAgainAt: _gates.Now + Second, Next: new Arrival(Slot: _gates.Now + Second, Deferrals: 2)), answer);
    }

    [Fact]
    public async Task Enter_slot_that_is_all_but_there_is_good()
    {
        var tenant = GatesUnderTest.Tenant(perSecond: 20);
        Assert.True((await EnterAsync(tenant)).MayCall);
        Assert.True((await EnterAsync(tenant)).MayCall);

        var answer = await EnterAsync(tenant);

        Assert.Equal((false, _gates.Now.AddMilliseconds(100)), (answer.MayCall, answer.TryAgainAt));
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(-10_000, true)]
    [InlineData(-10_001, false)]
    [InlineData(1, false)]
    public async Task Enter_slot_brought_along_is_good_from_its_time_for_ten_seconds(int milliseconds, bool isGood)
    {
        var tenant = GatesUnderTest.Tenant(perSecond: 1);
        Assert.Equal(_gates.Now, await _gates.Gates.NextSlotAsync(tenant, isBulk: false, Token));

        var answer = await EnterAsync(tenant, new(Slot: _gates.Now.AddMilliseconds(milliseconds)));

        Assert.Equal(isGood ? new(true, new GatedCall(_gates.Now), Slot: _gates.Now.AddMilliseconds(milliseconds)) : new(false, TryAgainAt: _gates.Now + Second, Next: new Arrival(Slot: _gates.Now + Second)), answer);
    }

    [Fact]
    public async Task Enter_with_a_limit_of_calls_has_a_permit_for_a_lease_until_it_leaves()
    {
        var tenant = GatesUnderTest.Tenant(concurrency: 1);

        var answer = await EnterAsync(tenant);

        Assert.True(answer.MayCall);
        Assert.Equal(32, answer.Token!.Length);
        Assert.Equal(new Permit(answer.Token, _gates.Now + MailboxDelivery.LeaseTime), Assert.Single(_gates.Store.Of(tenant.Id).Calls));
        await _gates.Gates.LeaveAsync(tenant, answer);
        Assert.Empty(_gates.Store.Of(tenant.Id).Calls);
    }

    [Theory]
    [InlineData(0, 0.75)]
    [InlineData(2, 3)]
    [InlineData(3, 6)]
    [InlineData(4, 11.25)]
    [InlineData(5000, 11.25)]
    public async Task Enter_where_too_many_calls_are_being_made_waits_longer_each_time(int deferrals, double seconds)
    {
        var tenant = GatesUnderTest.Tenant(concurrency: 1);
        Assert.True((await EnterAsync(tenant)).MayCall);

        var answer = await EnterAsync(tenant, new(Slot: _gates.Now, Deferrals: deferrals));

        Assert.Equal(new(false, TryAgainAt: _gates.Now.AddSeconds(seconds), Next: new Arrival(Deferrals: deferrals + 1)), answer);
    }

    [Fact]
    public async Task Enter_call_that_gets_no_permit_leaves_its_slot_to_the_next()
    {
        var tenant = GatesUnderTest.Tenant(perSecond: 1, concurrency: 1);
        Assert.True((await EnterAsync(tenant)).MayCall);
        _gates.Time.Advance(Second);
        Assert.Null((await EnterAsync(tenant)).Next!.Slot);

        Assert.Equal(_gates.Now, await _gates.Gates.NextSlotAsync(tenant, isBulk: false, Token));
    }

    [Fact]
    public async Task Give_back_slot_is_the_next_that_is_taken_until_it_has_passed()
    {
        var tenant = GatesUnderTest.Tenant(perSecond: 2);
        var first = await _gates.Gates.NextSlotAsync(tenant, isBulk: false, Token);
        var second = await _gates.Gates.NextSlotAsync(tenant, isBulk: false, Token);

        _gates.Gates.GiveBack(tenant, isBulk: false, second);
        _gates.Gates.GiveBack(tenant, isBulk: false, null);
        Assert.Equal(second, await _gates.Gates.NextSlotAsync(tenant, isBulk: false, Token));
        _gates.Gates.GiveBack(tenant, isBulk: false, first);
        _gates.Time.Advance(Second / 2);
        Assert.Equal(second + (Second / 2), await _gates.Gates.NextSlotAsync(tenant, isBulk: false, Token));
    }

    [Fact]
    public async Task Learn_and_leave_where_the_storage_is_away_only_say_so()
    {
        var tenant = GatesUnderTest.Tenant(concurrency: 1);
        var answer = await EnterAsync(tenant);
        _gates.Store.IsAway = true;
        var said = (LogLevel.Warning, 62, "What a call of acme said of its provider could not be saved");

        await _gates.Gates.LearnAsync(tenant, answer.Call!, _gates.Report(DeliveryOutcome.Throttled("Slow down")));
        Assert.Equal([said], _gates.Log.Lines);
        await _gates.Gates.LeaveAsync(tenant, answer);
        Assert.Equal([said, said], _gates.Log.Lines);
    }

    [Fact]
    public async Task Next_slot_of_a_tenant_without_a_rate_is_none() =>
        Assert.Null(await _gates.Gates.NextSlotAsync(GatesUnderTest.Tenant(), isBulk: false, Token));

    [Fact]
    public async Task Cache_of_ten_thousand_tenants_is_emptied_before_the_next()
    {
        for (var i = 0; i < 10_000; i++)
        {
            await _gates.Cache.GetAsync($"t{i}", Token);
        }

        await _gates.Cache.GetAsync("t0", Token);
        Assert.Equal(10_000, _gates.Store.Loaded.Count);
        await _gates.Cache.GetAsync("more", Token);
        await _gates.Cache.GetAsync("more", Token);
        await _gates.Cache.GetAsync("t0", Token);

        Assert.Equal(["more", "t0"], _gates.Store.Loaded[10_000..]);
    }

    private ValueTask<GateAnswer> EnterAsync(Tenant tenant, Arrival? arrival = null) => _gates.Gates.EnterAsync(tenant, arrival ?? new(), Token);
}
