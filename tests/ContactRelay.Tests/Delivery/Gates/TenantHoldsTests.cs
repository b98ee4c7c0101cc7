using System.Globalization;
using ContactRelay.Delivery;
using ContactRelay.Delivery.Gates;
using ContactRelay.Mailboxes;
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
    private string? _probe;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _gates.Dispose();

    [Fact]
    public async Task Learn_fifth_failure_in_a_row_holds_the_tenant()
    {
        await FailAsync(FailureStreaks.FailuresForDown - 1);
        Assert.Null(_gates.Stored());
        Assert.Equal(0, _gates.Store.Saved);

        await FailAsync(1);

        Assert.Equal(
            new Hold(HoldReason.ProviderDown, "HTTP 503", _gates.Now, _gates.Now + Minute, 0, _gates.Now, Contacts: GatedCall.Fingerprint("c0")), _gates.Stored());
        var line = Assert.Single(_gates.Log.Lines);
        Assert.Equal((LogLevel.Warning, 61), (line.Level, line.Id));
        Assert.Equal($"acme is held until {(_gates.Now + Minute).ToString(CultureInfo.InvariantCulture)}: ProviderDown", line.Words);
    }

    [Fact]
    public async Task Learn_answer_between_failures_begins_the_count_anew()
    {
        await FailAsync(FailureStreaks.FailuresForDown - 1);
        await LearnAsync(DeliveryOutcome.Delivered("1"));
        await FailAsync(FailureStreaks.FailuresForDown - 1);

        Assert.Null(_gates.Stored());
    }

    [Fact]
    public async Task Learn_first_failure_of_a_tenant_that_is_held_goes_on_with_the_hold()
    {
        await LearnAsync(DeliveryOutcome.Unauthorized("HTTP 401"), "v1");
        var since = _gates.Now;
        _gates.Time.Advance(Minute);
        Assert.Null(await FindAsync());

        await FailAsync(1);

        Assert.Equal((HoldReason.ProviderDown, since, _gates.Now + Minute), (_gates.Stored()!.Reason, _gates.Stored()!.Since, _gates.Stored()!.Until));
    }

    [Fact]
    public async Task Learn_failures_of_two_contacts_say_nothing_of_the_tenant()
    {
        await FailAsync(20, contacts: 2);

        Assert.Null(_gates.Stored());
    }

    [Fact]
    public async Task Learn_forbidden_of_one_contact_says_nothing_of_the_tenant()
    {
        for (var i = 0; i < 20; i++)
        {
            await LearnAsync(DeliveryOutcome.Forbidden("HTTP 403"), "v1", "bad");
        }

        Assert.Null(_gates.Stored());
    }

    [Fact]
    public async Task Learn_forbidden_of_three_contacts_in_a_row_holds_the_tenant_unless_one_succeeded_between()
    {
        await LearnAsync(DeliveryOutcome.Forbidden("HTTP 403"), "v1", "a");
        await LearnAsync(DeliveryOutcome.Forbidden("HTTP 403"), "v1", "b");
        await LearnAsync(DeliveryOutcome.Delivered("1"), "v1", "good");
        await LearnAsync(DeliveryOutcome.Forbidden("HTTP 403"), "v1", "c");
        await LearnAsync(DeliveryOutcome.Forbidden("HTTP 403"), "v1", "a");
        Assert.Null(_gates.Stored());

        await LearnAsync(DeliveryOutcome.Forbidden("HTTP 403"), "v1", "b");

        Assert.Equal((HoldReason.Unauthorized, "v1"), (_gates.Stored()!.Reason, _gates.Stored()!.SecretVersion));
    }

    [Fact]
    public async Task Find_at_the_end_of_a_hold_the_contact_that_it_is_due_to_lets_another_find_out()
    {
        await LearnAsync(DeliveryOutcome.Unauthorized("HTTP 401"), "v1", "bad");
        _gates.Time.Advance(Minute);
        _gates.Index.Pending.AddRange([new("bad", 1, _gates.Now), new("later", 1, _gates.Now + Second), new("good", 1, _gates.Now)]);

        Assert.NotNull(await FindAsync("bad"));
        var (queue, message, delay) = Assert.Single(_gates.Index.Sent);
        Assert.Equal((QueueNames.BulkUpdates, "good", true, TimeSpan.Zero), (queue, message.Key!.ContactId, message.IsExtra, delay));
        Assert.Null(_gates.Stored()!.Probe);
        Assert.Null(await FindAsync("good"));
        Assert.Equal(_probe, _gates.Stored()!.Probe);
    }

    [Fact]
    public async Task Find_at_the_end_of_a_hold_the_only_contact_there_is_finds_out_itself()
    {
        await LearnAsync(DeliveryOutcome.Unauthorized("HTTP 401"), "v1", "bad");
        _gates.Time.Advance(Minute);
        _gates.Index.Pending.Add(new("bad", 1, _gates.Now));

        Assert.Null(await FindAsync("bad"));
        Assert.NotNull(_probe);
    }

    [Fact]
    public async Task Find_long_after_the_end_of_a_hold_nobody_lets_another_go_first()
    {
        await LearnAsync(DeliveryOutcome.Unauthorized("HTTP 401"), "v1", "bad");
        _gates.Time.Advance(3 * Minute);
        _gates.Index.Pending.Add(new("good", 1, _gates.Now));

        Assert.Null(await FindAsync("bad"));
    }

    [Fact]
    public async Task Learn_key_refused_for_one_contact_again_after_another_was_answered_is_that_contacts_affair()
    {
        await LearnAsync(DeliveryOutcome.Unauthorized("HTTP 401"), "v1", "bad", 401);
        _gates.Time.Advance(Minute);
        Assert.Null(await FindAsync("good"));
        Assert.True((await LearnAsync(DeliveryOutcome.Delivered("1"), "v1", "good", 200)).IsLifted);
        _probe = null;

        var (report, isLifted) = await LearnAsync(DeliveryOutcome.Unauthorized("HTTP 401"), "v1", "bad", 401);

        Assert.Null(_gates.Stored());
        Assert.False(isLifted);
        Assert.Equal((DeliveryOutcome.Forbidden("HTTP 401"), "forbidden"), (report.Outcome, report.Attempt.Outcome));
        await LearnAsync(DeliveryOutcome.Unauthorized("HTTP 401"), "v1", "another", 401);
        Assert.NotNull(_gates.Stored());
    }

    [Fact]
    public async Task Find_by_an_extra_wake_up_looks_whether_the_hold_was_lifted_elsewhere()
    {
        using var other = new GatesUnderTest(_gates);
        await LearnAsync(DeliveryOutcome.Unauthorized("HTTP 401"), "v1", "c");
        Assert.NotNull(await FindAsync());
        await other.Holds.ResumeAsync(Acme, Token);

        Assert.NotNull(await FindAsync());
        Assert.Null((await _gates.Holds.FindAsync(Acme, new(IsExtra: true), Token)).Hold);
    }

    [Theory]
    [InlineData(null, null, 50)]
    [InlineData(10, null, 10)]
    [InlineData(200, null, 200)]
    [InlineData(null, 4, 20)]
    [InlineData(null, 100, 50)]
    public async Task Resume_wakes_what_is_due_at_the_tenants_pace(int? perSecond, int? concurrency, int pace)
    {
        _gates.Index.Pending.AddRange(Enumerable.Range(0, 80).Select(i => new PendingContact($"c{i}", 1, _gates.Now)));
        _gates.Index.Pending.Add(new("tomorrow", 1, _gates.Now.AddDays(1)));

        await _gates.Holds.ResumeAsync(GatesUnderTest.Tenant(perSecond, concurrency), Token);

        Assert.Equal(Enumerable.Range(0, 80).Select(i => $"c{i}"), _gates.Index.Sent.Select(sent => sent.Message.Key!.ContactId));
        Assert.Equal(79 * (Second / pace), _gates.Index.Sent[^1].Delay);
        Assert.All(_gates.Index.Sent, sent => Assert.True(sent.Message.IsExtra));
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

        Assert.Null((await other.Holds.FindAsync(Acme, new(), Token)).Hold);
        Assert.NotNull(await FindAsync());
    }

    [Fact]
    public async Task Find_where_another_instance_has_ended_the_hold_lets_the_call_through()
    {
        using var other = new GatesUnderTest(_gates);
        await HoldForBothAsync(other);

        await other.Holds.ResumeAsync(Acme, Token);

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
        await FailAsync(FailureStreaks.FailuresForDown);

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
        await other.Holds.LearnAsync(Acme, new(other.Now), other.Report(DeliveryOutcome.Throttled("x", Minute)));
        Assert.NotNull(_gates.Stored());

        await _gates.Holds.ResumeAsync(Acme, Token);

        Assert.Null(_gates.Stored());
    }

    [Fact]
    public async Task Resume_forgets_the_failures_before_it()
    {
        await FailAsync(FailureStreaks.FailuresForDown - 1);
        await _gates.Holds.ResumeAsync(Acme, Token);
        await FailAsync(FailureStreaks.FailuresForDown - 1);

        Assert.Null(_gates.Stored());
    }

    private async ValueTask<Hold?> FindAsync(string contact = "")
    {
        var found = await _gates.Holds.FindAsync(Acme, new(ContactId: contact), Token);
        _probe = found.Probe ?? _probe;
        return found.Hold;
    }

    private async ValueTask<HoldLearning> LearnAsync(DeliveryOutcome outcome, string? secretVersion = null, string contact = "", int? status = null)
    {
        var report = _gates.Report(outcome, secretVersion);
        return await _gates.Holds.LearnAsync(Acme, new(_gates.Now, contact, _probe), report with { Attempt = report.Attempt with { HttpStatus = status } });
    }

    private async Task FailAsync(int times, int contacts = 3)
    {
        for (var i = 0; i < times; i++)
        {
            await LearnAsync(DeliveryOutcome.RetryLater("HTTP 503"), contact: $"c{i % contacts}");
        }
    }

    /// <summary>A hold that has just come to its end, and that both instances have in memory.</summary>
    private async Task HoldForBothAsync(GatesUnderTest other)
    {
        var at = _gates.Now;
        _gates.Store.Put(Acme.Id, new() { Hold = new(HoldReason.ProviderDown, "x", at, at + Second, 0, at) });
        Assert.NotNull(await FindAsync());
        Assert.NotNull((await other.Holds.FindAsync(Acme, new(), Token)).Hold);
        _gates.Time.Advance(Second);
    }
}
