using System.Net;
using ContactRelay.Delivery;
using ContactRelay.Delivery.Gates;
using ContactRelay.Mailboxes;
using ContactRelay.Storage;
using ContactRelay.Tests.Mailboxes;
using Microsoft.Extensions.Logging;
using Xunit;

namespace ContactRelay.Tests.Delivery;

/// <summary>How one mailbox is drained.</summary>
public sealed class MailboxDeliveryTests : IAsyncDisposable
{
    private const string Deferred = $$"""{"tenant":"acme","contactId":"1","traceparent":"{{HandlerUnderTest.TraceParent}}"}""";

    private static readonly MailboxKey Key = new("acme", "1");

    private readonly HandlerUnderTest _handler = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private RelayUnderTest Relay => _handler.Relay;

    public ValueTask DisposeAsync() => _handler.DisposeAsync();

    [Fact]
    public async Task Drain_what_is_remembered_rightly_takes_its_lease_without_a_look()
    {
        var id = await Relay.AcceptAsync("1");
        await RecallAsync();
        Lease? lease = null;
        Relay.Provider.Answer(async _ =>
        {
            lease = (await Relay.MailboxAsync("1")).Lease;
            return ScriptedProvider.Applied();
        });
        var loads = _handler.Mailboxes.Loads;

        await DrainAsync();

        Assert.Equal(loads, _handler.Mailboxes.Loads);
        Assert.Equal(UpdateStatus.Delivered, (await Relay.MailboxAsync("1")).StatusOf(id));
        Assert.Equal((Relay.Now, Relay.Now + MailboxDelivery.LeaseTime), (lease?.TakenAt, lease?.Until));
    }

    [Fact]
    public async Task Drain_takes_each_lease_with_a_token_of_its_own()
    {
        var tokens = new List<string?>();
        for (var update = 0; update < 3; update++)
        {
            Relay.Provider.Answer(async _ =>
            {
                tokens.Add((await Relay.MailboxAsync("1")).Lease?.Token);
                return ScriptedProvider.Applied();
            });
            await Relay.AcceptAsync("1", Given.Fields(("lastName", $"Lovelace {update}")));
            await DrainAsync();
        }

        Assert.DoesNotContain(null, tokens);
        Assert.Equal(3, tokens.Distinct().Count());
    }

    [Fact]
    public async Task Drain_what_is_remembered_wrongly_looks_and_goes_on()
    {
        await Relay.AcceptAsync("1");
        await RecallAsync();
        await Relay.AcceptAsync("1", Given.Fields(("lastName", "Lovelace")));
        var loads = _handler.Mailboxes.Loads;

        await DrainAsync();

        Assert.Equal(loads + 1, _handler.Mailboxes.Loads);
        Assert.Empty((await Relay.MailboxAsync("1")).Pending);
        Assert.Equal(2, (await Relay.MailboxAsync("1")).Settled.Length);
        Assert.Single(Relay.Provider.Requests);
    }

    [Fact]
    public async Task Drain_what_is_remembered_as_empty_looks_before_it_leaves()
    {
        var id = await Relay.AcceptAsync("1");
        _handler.Mailboxes.Recalled = new(Mailbox.Empty, null);

        await DrainAsync();

        Assert.Equal(UpdateStatus.Delivered, (await Relay.MailboxAsync("1")).StatusOf(id));
    }

    [Fact]
    public async Task Drain_what_never_stands_still_gives_up_after_twenty_saves()
    {
        await Relay.AcceptAsync("1");
        var saves = _handler.Mailboxes.Saves;
        _handler.Mailboxes.Conflicts = 25;

        var thrown = await Assert.ThrowsAsync<StorageUnavailableException>(DrainAsync);

        Assert.Equal("The mailbox changes too fast to take its lease.", thrown.Message);
        Assert.Equal(saves + 20, _handler.Mailboxes.Saves);
        Assert.Empty(Relay.Provider.Requests);
    }

    [Fact]
    public async Task Drain_what_newer_values_have_overtaken_settles_it_and_says_so()
    {
        var old = await Relay.AcceptAsync("1", options: new() { OccurredAt = Relay.Now, DeliverAt = Relay.Now.AddHours(1) });
        Relay.Pass(TimeSpan.FromSeconds(1));
        var id = await Relay.AcceptAsync("1");
        await DrainAsync();
        Assert.Equal(UpdateStatus.Delivered, (await Relay.MailboxAsync("1")).StatusOf(id));

        await DrainAsync();

        Assert.Equal(UpdateStatus.Superseded, (await Relay.MailboxAsync("1")).StatusOf(old));
        Assert.Equal(1, Said("superseded", old));
        Assert.Single(Relay.Provider.Requests);
    }

    [Fact]
    public async Task Drain_throttled_holds_the_tenant()
    {
        await Relay.AcceptAsync("1");
        Relay.Provider.Answer(HttpStatusCode.TooManyRequests, retryAfter: "60");

        await DrainAsync();

        var (gate, _) = await Relay.Storage.Gates.LoadAsync("acme", Token);
        Assert.Equal((HoldReason.Throttled, Relay.Now.AddMinutes(1)), (gate.Hold?.Reason, gate.Hold?.Until));
    }

    [Fact]
    public async Task Drain_held_comes_again_near_its_end()
    {
        await Relay.AcceptAsync("1");
        await HoldAsync();

        await DrainAsync();

        Assert.Equal((QueueNames.Updates, Deferred, TimeSpan.FromSeconds(68.5)), Assert.Single(_handler.Sent));
        Assert.Empty(Relay.Provider.Requests);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task Drain_held_expires_what_is_over_its_age_once(int conflicts)
    {
        var old = await Relay.AcceptAsync("1");
        Relay.Pass(TimeSpan.FromDays(3) + TimeSpan.FromMilliseconds(1));
        var young = await Relay.AcceptAsync("1");
        await HoldAsync();
        _handler.Mailboxes.Conflicts = conflicts;
        var loads = _handler.Mailboxes.Loads;

        await DrainAsync();

        await AssertExpiredAsync(old, young);
        Assert.Equal(loads + 1 + conflicts, _handler.Mailboxes.Loads);
    }

    [Fact]
    public async Task Drain_held_looks_before_it_expires_what_is_only_remembered()
    {
        var old = await Relay.AcceptAsync("1");
        Relay.Pass(TimeSpan.FromDays(3) + TimeSpan.FromMilliseconds(1));
        await RecallAsync();
        var young = await Relay.AcceptAsync("1");
        await HoldAsync();
        var loads = _handler.Mailboxes.Loads;

        await DrainAsync();

        await AssertExpiredAsync(old, young);
        Assert.Equal(loads + 1, _handler.Mailboxes.Loads);
    }

    [Fact]
    public async Task Drain_held_with_nothing_left_needs_no_wake_up()
    {
        var old = await Relay.AcceptAsync("1");
        Relay.Pass(TimeSpan.FromDays(3) + TimeSpan.FromMilliseconds(1));
        await HoldAsync();

        await DrainAsync();

        Assert.Equal(UpdateStatus.Expired, (await Relay.MailboxAsync("1")).StatusOf(old));
        Assert.Empty(_handler.Sent);
    }

    [Fact]
    public async Task Drain_for_a_tenant_whose_document_is_not_valid_now_waits()
    {
        Relay.Tenant("acme", "\"unmapped\": 7");

        await DrainAsync();

        Assert.Equal((QueueNames.Updates, Deferred, TimeSpan.FromMinutes(10)), Assert.Single(_handler.Sent));
        Assert.Contains((LogLevel.Warning, 4, "acme cannot be used now; a wake-up for one of its contacts waits"), Relay.Log.Lines);
    }

    [Theory]
    [InlineData("ghost", "ghost")]
    [InlineData("Ada Lovelace", "(no tenant)")]
    public async Task Drain_for_no_tenant_is_over(string tenant, string logged)
    {
        await DrainAsync(new(tenant, "1"));

        Assert.Empty(_handler.Sent);
        Assert.Contains((LogLevel.Information, 3, $"{logged} is not a tenant; a wake-up for one of its contacts ends"), Relay.Log.Lines);
    }

    [Fact]
    public async Task Drain_for_a_tenant_that_another_instance_has_just_stored_waits()
    {
        await DrainAsync(new("young", "1"));
        Relay.Tenant("young");

        await DrainAsync(new("young", "1"));

        Assert.Equal(TimeSpan.FromMinutes(10), Assert.Single(_handler.Sent).Delay);
    }

    private Task DrainAsync() => DrainAsync(Key);

    private Task DrainAsync(MailboxKey key) =>
        Relay.Get<MailboxDelivery>().DrainAsync(key, new(TraceParent: HandlerUnderTest.TraceParent), Token);

    /// <summary>From now on the mailbox is remembered as it is now.</summary>
    private async Task RecallAsync() => _handler.Mailboxes.Recalled = await Relay.Storage.Mailboxes.LoadAsync(Key, Token);

    private async Task HoldAsync() => Assert.NotNull(await Relay.Storage.Gates.SaveAsync(
        "acme", new() { Hold = new(HoldReason.ProviderDown, "Down for now.", Relay.Now, Relay.Now.AddMinutes(1), 0, Relay.Now) }, null, Token));

    private int Said(string outcome, string id) => Relay.Log.Lines.Count(line => line is { Level: LogLevel.Information, Id: 2 }
        && line.Words.StartsWith("acme kulea contact ", StringComparison.Ordinal)
        && line.Words.EndsWith($": {outcome} without a call, update {id}", StringComparison.Ordinal));

    private async Task AssertExpiredAsync(string old, string young)
    {
        var mailbox = await Relay.MailboxAsync("1");
        Assert.Equal([young], mailbox.Pending.Ids());
        Assert.Equal(UpdateStatus.Expired, mailbox.StatusOf(old));
        Assert.Null(mailbox.Lease);
        var letter = Assert.Single(await Relay.DeadLettersAsync());
        Assert.Equal(
            (old, DeadLetter.Expired, "The tenant's maximum age was reached while it was held: Down for now."), (letter.Id, letter.Kind, letter.Reason));
        Assert.Equal(1, Said("expired", old));
        Assert.Equal((QueueNames.Updates, Deferred, TimeSpan.FromSeconds(68.5)), Assert.Single(_handler.Sent));
        Assert.Empty(Relay.Provider.Requests);
    }
}
