using ContactRelay.Intake;
using ContactRelay.Mailboxes;
using ContactRelay.Tenants;
using ContactRelay.Tests.Delivery;
using ContactRelay.Tests.Mailboxes;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ContactRelay.Tests.Intake;

/// <summary>Updates of contacts that are likely new, whose mailboxes are saved without having been loaded.</summary>
public sealed class NewContactsTests : IAsyncDisposable
{
    private const int Enough = 4;

    private readonly RelayUnderTest _relay;
    private SteeredMailboxes? _store;

    public NewContactsTests() => _relay = new((services, storage) =>
        services.AddSingleton<IMailboxStore>(_ => _store = new SteeredMailboxes(storage.Mailboxes)));

    [Fact]
    public async Task After_some_new_contacts_the_next_are_not_loaded()
    {
        await AcceptNewAsync(Enough);
        Assert.Equal(Enough, _store!.Loads);

        await AcceptNewAsync(10, first: Enough);

        Assert.Equal(Enough, _store.Loads);
        Assert.Equal(Enough + 10, _store.Saves);
        Assert.Single((await _relay.MailboxAsync("10")).Pending);
    }

    [Fact]
    public async Task One_that_is_known_after_all_loses_nothing_and_ends_the_guessing()
    {
        await AcceptNewAsync(Enough);
        await _relay.AcceptAsync("0", Given.Fields(("lastName", "Lovelace")));
        Assert.Equal(["firstName", "lastName"], (await _relay.MailboxAsync("0")).Pending.SelectMany(update => update.Changes.Paths));
        var loads = _store!.Loads;

        await AcceptNewAsync(1, first: Enough);

        Assert.Equal(loads + 1, _store.Loads);
    }

    [Fact]
    public async Task A_replay_is_one_all_the_same()
    {
        var first = await _relay.AcceptAsync("a", options: new() { IdempotencyKey = "key" });
        await AcceptNewAsync(Enough);

        Assert.Equal(first, await _relay.AcceptAsync("a", options: new() { IdempotencyKey = "key" }));
        Assert.Single((await _relay.MailboxAsync("a")).Pending);
    }

    [Fact]
    public async Task What_is_refused_is_refused_for_what_is_stored()
    {
        await AcceptNewAsync(Enough);
        var tenant = await _relay.Get<ITenantDirectory>().FindAsync("acme", TestContext.Current.CancellationToken);

        var result = await _relay.Get<UpdateIntake>().AcceptAsync(
            tenant!, "0", Given.Fields(("firstName", "Ada")), new() { OccurredAt = _relay.Now.AddYears(1) }, TestContext.Current.CancellationToken);

        Assert.Equal(IntakeOutcome.Refused, result.Outcome);
        Assert.Equal(Enough + 1, _store!.Loads);
    }

    [Fact]
    public async Task Each_tenant_has_its_own()
    {
        _relay.Tenant("other");
        await AcceptNewAsync(Enough);

        await _relay.AcceptAsync("a", tenant: "other");

        Assert.Equal(Enough + 1, _store!.Loads);
    }

    public ValueTask DisposeAsync() => _relay.DisposeAsync();

    private async Task AcceptNewAsync(int count, int first = 0)
    {
        for (var contact = first; contact < first + count; contact++)
        {
            await _relay.AcceptAsync($"{contact}");
        }
    }
}
