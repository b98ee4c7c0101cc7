using System.Globalization;
using ContactRelay.Delivery.Gates;
using ContactRelay.Providers;
using ContactRelay.Secrets;
using ContactRelay.Tenants;
using Microsoft.Extensions.Logging;
using Xunit;

namespace ContactRelay.Tests.Delivery.Gates;

/// <summary>What places a tenant's hold, finds out whether it is over, and ends it.</summary>
public sealed class TenantHoldsTests : IDisposable
{
    private static readonly Tenant Acme = GatesUnderTest.Tenant();
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly GatesUnderTest _gates = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _gates.Dispose();

    [Fact]
    public async Task Learn_fifth_failure_in_a_row_holds_the_tenant()
    {
        await FailAsync(TenantHolds.FailuresForDown - 1);
        Assert.Null(_gates.Stored());
        Assert.Equal(0, _gates.Store.Saved);

        await FailAsync(1);

        Assert.Equal(new Hold(HoldReason.ProviderDown, "HTTP 503", _gates.Now, _gates.Now + Minute, 0, _gates.Now), _gates.Stored());
        var line = Assert.Single(_gates.Log.Lines);
        Assert.Equal((LogLevel.Warning, 61), (line.Level, line.Id));
        Assert.Equal($"acme is held until {(_gates.Now + Minute).ToString(CultureInfo.InvariantCulture)}: ProviderDown", line.Words);
    }

    [Fact]
    public async Task Learn_answer_between_failures_begins_the_count_anew()
    {
        await FailAsync(TenantHolds.FailuresForDown - 1);
        await LearnAsync(DeliveryOutcome.Delivered("1"));
        await FailAsync(TenantHolds.FailuresForDown - 1);

        Assert.Null(_gates.Stored());
    }

    [Fact]
    public async Task Learn_first_failure_of_a_tenant_that_is_held_goes_on_with_the_hold()
    {
        await LearnAsync(DeliveryOutcome.Unauthorized("HTTP 401"), "v1");
        var since = _gates.Now;
        _gates.Time.Advance(Minute);

        await FailAsync(1);

        Assert.Equal((HoldReason.ProviderDown, since, _gates.Now + Minute), (_gates.Stored()!.Reason, _gates.Stored()!.Since, _gates.Stored()!.Until));
    }

    [Fact]
    public async Task Learn_throttled_holds_for_as_long_and_in_the_words_that_the_provider_says()
    {
        await LearnAsync(DeliveryOutcome.Throttled("Slow down", TimeSpan.FromSeconds(90)), "v1");

        Assert.Equal(new Hold(HoldReason.Throttled, "Slow down", _gates.Now, _gates.Now.AddSeconds(90), 0, _gates.Now, SecretVersion: "v1"), _gates.Stored());
    }

    [Fact]
    public async Task Learn_answer_while_held_ends_the_hold()
    {
        await LearnAsync(DeliveryOutcome.Unauthorized("HTTP 401"));
        _gates.Time.Advance(Minute);

        await LearnAsync(DeliveryOutcome.Rejected("No such field"));

        Assert.Null(_gates.Stored());
    }

    [Fact]
    public async Task Find_holds_until_the_end_and_then_lets_one_call_find_out()
    {
        await LearnAsync(DeliveryOutcome.Unauthorized("HTTP 401"), "v1");
        _gates.Time.Advance(Minute - Second);
        Assert.Equal("HTTP 401", (await FindAsync())?.Words);
        Assert.Null(_gates.Stored()!.ProbedUntil);

        _gates.Time.Advance(Second);
        Assert.Null(await FindAsync());
        Assert.Equal(_gates.Now + Holding.ProbeTime, _gates.Stored()!.ProbedUntil);
        Assert.NotNull(await FindAsync());

        _gates.Time.Advance(Holding.ProbeTime + Second);
        Assert.Null(await FindAsync());
    }

    [Fact]
    public async Task Find_where_another_instance_is_finding_out_holds()
    {
        using var other = new GatesUnderTest(_gates);
        await HoldForBothAsync(other);

        Assert.Null(await other.Holds.FindAsync(Acme, Token));
        Assert.NotNull(await FindAsync());
    }

    [Fact]
    public async Task Find_where_another_instance_has_ended_the_hold_lets_the_call_through()
    {
        using var other = new GatesUnderTest(_gates);
        await HoldForBothAsync(other);

        await other.Holds.ResumeAsync(Acme.Id, Token);

        Assert.Null(await FindAsync());
        Assert.Null(_gates.Stored());
    }

    [Fact]
    public async Task Find_new_version_of_a_refused_secret_ends_the_hold()
    {
        var at = _gates.Now;
        _gates.Store.Put(Acme.Id, new() { Hold = new(HoldReason.Unauthorized, "HTTP 401", at, at.AddHours(1), 5, at, SecretVersion: "v1") });
        Assert.NotNull(await FindAsync());
        _gates.Secret = SecretReading.Found("acme-key", "key-2", "v2");

        // The vault is asked once a minute at the most.
        _gates.Time.Advance(Minute - Second);
        Assert.NotNull(await FindAsync());
        _gates.Time.Advance(Second);

        Assert.Null(await FindAsync());
        Assert.Null(_gates.Stored());
    }

    [Fact]
    public async Task Find_missing_secret_leaves_the_hold()
    {
        _gates.Secret = SecretReading.Missing("There is none.");
        await LearnAsync(DeliveryOutcome.Unauthorized("There is none."), "v1");

        Assert.NotNull(await FindAsync());
    }

    [Fact]
    public async Task Find_secret_says_nothing_of_a_provider_that_is_down()
    {
        await FailAsync(TenantHolds.FailuresForDown);

        Assert.Equal(HoldReason.ProviderDown, (await FindAsync())?.Reason);
        Assert.NotNull(_gates.Stored());
    }

    [Theory]
    [InlineData(100, 0.5, 113.5)]
    [InlineData(100, 1, 126)]
    [InlineData(0, 0.5, 1)]
    [InlineData(-100, 0.5, 1)]
    [InlineData(299, 0, 150)]
    [InlineData(298, 0, 299)]
    [InlineData(3600, 0.5, 225)]
    [InlineData(3600, 1, 300)]
    public void Try_again_near_the_end_and_no_later_than_in_five_minutes(int left, double random, double wait)
    {
        _gates.Random.Value = random;
        var hold = new Hold(HoldReason.ProviderDown, "x", _gates.Now, _gates.Now.AddSeconds(left), 0, _gates.Now);

        Assert.Equal(_gates.Now.AddSeconds(wait), _gates.Holds.TryAgainAt(hold));
    }

    [Fact]
    public async Task Read_and_list_give_the_holds_that_are_not_over()
    {
        var throttled = new Hold(HoldReason.Throttled, "x", _gates.Now, _gates.Now + Minute, 0, _gates.Now);
        var down = throttled with { Reason = HoldReason.ProviderDown };
        _gates.Store.Put("acme", new() { Hold = throttled });
        _gates.Store.Put("bolt", new() { Hold = down });
        Assert.Equal(throttled, await _gates.Holds.ReadAsync("acme", Token));
        Assert.Equal(["acme", "bolt"], (await _gates.Holds.ListAsync(Token)).Keys.Order());

        _gates.Time.Advance(Minute);

        Assert.Null(await _gates.Holds.ReadAsync("acme", Token));
        Assert.Equal(down, await _gates.Holds.ReadAsync("bolt", Token));
        Assert.Equal(KeyValuePair.Create("bolt", down), Assert.Single(await _gates.Holds.ListAsync(Token)));
    }

    [Fact]
    public async Task Resume_ends_a_hold_that_another_instance_has_just_placed()
    {
        using var other = new GatesUnderTest(_gates);
        Assert.Null(await FindAsync());
        await other.Holds.LearnAsync(Acme, other.Report(DeliveryOutcome.Throttled("x", Minute)));
        Assert.NotNull(_gates.Stored());

        await _gates.Holds.ResumeAsync(Acme.Id, Token);

        Assert.Null(_gates.Stored());
    }

    [Fact]
    public async Task Resume_forgets_the_failures_before_it()
    {
        await FailAsync(TenantHolds.FailuresForDown - 1);
        await _gates.Holds.ResumeAsync(Acme.Id, Token);
        await FailAsync(TenantHolds.FailuresForDown - 1);

        Assert.Null(_gates.Stored());
    }

    private ValueTask<Hold?> FindAsync() => _gates.Holds.FindAsync(Acme, Token);

    private ValueTask LearnAsync(DeliveryOutcome outcome, string? secretVersion = null) => _gates.Holds.LearnAsync(Acme, _gates.Report(outcome, secretVersion));

    private async Task FailAsync(int times)
    {
        for (var i = 0; i < times; i++)
        {
            await LearnAsync(DeliveryOutcome.RetryLater("HTTP 503"));
        }
    }

    /// <summary>A hold that has just come to its end, and that both instances have in memory.</summary>
    private async Task HoldForBothAsync(GatesUnderTest other)
    {
        var at = _gates.Now;
        _gates.Store.Put(Acme.Id, new() { Hold = new(HoldReason.ProviderDown, "x", at, at + Second, 0, at) });
        Assert.NotNull(await FindAsync());
        Assert.NotNull(await other.Holds.FindAsync(Acme, Token));
        _gates.Time.Advance(Second);
    }
}
