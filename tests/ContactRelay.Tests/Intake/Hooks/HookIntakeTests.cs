using System.Text;
using ContactRelay.Intake;
using ContactRelay.Intake.Hooks;
using ContactRelay.Mailboxes;
using ContactRelay.Storage;
using ContactRelay.Tenants;
using ContactRelay.Tests.Delivery;
using ContactRelay.Tests.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ContactRelay.Tests.Intake.Hooks;

/// <summary>How the events of a webhook are accepted, counted and told of.</summary>
public sealed class HookIntakeTests : IAsyncDisposable
{
    private readonly RelayUnderTest _relay;
    private readonly RecordedMetrics _metrics;
    private SteeredMailboxes? _store;

    public HookIntakeTests()
    {
        _relay = new((services, storage) => services.AddSingleton<IMailboxStore>(_ => _store = new SteeredMailboxes(storage.Mailboxes)));
        _relay.Tenant("acme", """
            "hooks":{
              "one":{"scheme":"bearer","eventId":"$.e","contactId":"$.c","changes":{"firstName":"$.n","lastName":"$.l","fields.x":"$.x"}},
              "many":{"scheme":"bearer","each":"$[*]","eventId":"$[0].e","contactId":"$[0].c","changes":{"firstName":"$[0].n","lastName":"$[0].l"}}}
            """);
        _metrics = new(_relay.Get<IServiceProvider>());
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Events_of_one_contact_are_saved_together_with_a_result_for_each_in_their_order()
    {
        var results = await AcceptAsync("many", "[" + string.Join(',', Enumerable.Range(0, 100).Select(i => $$"""{"e":{{i}},"c":"7","n":"N{{i}}"}""")) + "]");

        Assert.All(results, result => Assert.Equal(IntakeOutcome.Accepted, result.Intake!.Outcome));
        Assert.Equal(1, _store!.Saves);
        var pending = (await _relay.MailboxAsync("7")).Pending;
        Assert.Equal(results.Select(result => result.Intake!.UpdateId), pending.Select(update => update.Id));
        Assert.Equal(Enumerable.Range(0, 100).Select(i => $"\"N{i}\""), pending.Select(update => update.Changes["firstName"]!.Json));
    }

    [Fact]
    public async Task Events_of_several_contacts_keep_their_places_and_their_ids()
    {
        const string Body = """[{"e":1,"c":"7","n":"A"},{"e":2,"c":"8","n":"B"},{"e":3},{"e":4,"n":"C"},{"e":5,"c":"7","n":"D"},{"e":1,"c":"7","n":"A"},{"e":2,"c":"8","n":"other"}]""";

        var results = await AcceptAsync("many", Body);

        Assert.Equal("Accepted Accepted nothing Refused Accepted Accepted KeyReused", string.Join(' ', results.Select(result => result.ToString())));
        Assert.Equal(2, _store!.Saves);
        Assert.True(results[5].Intake!.IsReplay);
        Assert.Equal(results[0].Intake!.UpdateId, results[5].Intake!.UpdateId);
        Assert.Equal(["/contactId"], results[3].Intake!.Errors.Select(error => error.Pointer));
        Assert.Equal(["/idempotencyKey"], results[6].Intake!.Errors.Select(error => error.Pointer));
        Assert.All(await AcceptAsync("many", """[{"e":1,"c":"7","n":"A"},{"e":5,"c":"7","n":"D"}]"""), result => Assert.True(result.Intake!.IsReplay));
    }

    [Fact]
    public async Task Events_that_are_refused_are_told_with_pointers_into_the_patch_and_the_place_of_the_mapping()
    {
        var long300 = new string('x', 300);
        var results = await AcceptAsync("many", $$"""[{"c":"{{long300}}","n":"A"},{"c":"7","n":["a","b"]},{"c":"8","n":"A"}]""");

        Assert.Equal(["/contactId", "/firstName"], results.Take(2).Select(result => Assert.Single(result.Intake!.Errors).Pointer));
        Assert.Contains("/hooks/many/changes/firstName", results[1].Intake!.Errors[0].Detail, StringComparison.Ordinal);
        Assert.Equal(IntakeOutcome.Accepted, results[2].Intake!.Outcome);
    }

    [Fact]
    public async Task Events_that_cannot_be_stored_now_may_come_again()
    {
        ((SteeredMailboxes)_relay.Get<IMailboxStore>()).IsAway = true;

        var results = await AcceptAsync("many", """[{"c":"7","n":"A"},{"c":"8","n":"B"},{"c":"9"}]""");

        Assert.Equal([true, true, false], results.Select(result => result.IsPassing));
        await Assert.ThrowsAsync<StorageUnavailableException>(() => AcceptAsync("one", """{"c":"7","n":"A"}"""));
        Assert.Equal(2, _metrics.Sums("contactrelay.hook.events")["tenant=acme hook=many outcome=notNow"]);
        Assert.Equal(1, _metrics.Sums("contactrelay.hook.events")["tenant=acme hook=one outcome=notNow"]);
    }

    [Fact]
    public async Task Fields_that_were_not_found_are_kept_with_the_update()
    {
        await AcceptAsync("one", """{"c":"7","n":"Ada"}""");

        Assert.Equal(["lastName", "fields.x"], (await _relay.MailboxAsync("7")).Pending[0].NotFound);
        await _relay.HandleAllAsync();
        Assert.Equal(["lastName", "fields.x"], (await _relay.MailboxAsync("7")).Settled[0].Detail!.NotFound);
    }

    [Fact]
    public async Task Options_keep_so_few_fields_that_were_not_found_that_a_mailbox_full_of_them_can_be_stored()
    {
        var hook = (await _relay.Get<ITenantDirectory>().FindAsync("acme", Token))!.Hooks["one"];
        var many = new MappedUpdate { NotFound = [.. Enumerable.Range(0, 40).Select(i => $"f{i}")] };
        var lengthy = new MappedUpdate { NotFound = [.. Enumerable.Range(0, 40).Select(i => $"fields.{new string('x', 90)}{i}")] };

        Assert.Equal(20, HookIntake.Options(hook, many).NotFound!.Count);
        Assert.Equal(2, HookIntake.Options(hook, lengthy).NotFound!.Count);
        Assert.Null(HookIntake.Options(hook, new()).NotFound);
    }

    [Fact]
    public async Task Events_are_counted_by_what_came_of_them()
    {
        await AcceptAsync("many", """[{"e":1,"c":"7","n":"A"},{"e":2},{"e":3,"n":"B"}]""");
        await AcceptAsync("many", "[]");
        await AcceptAsync("one", "{}");

        Assert.Equal(
            new Dictionary<string, double>
            {
                ["tenant=acme hook=many outcome=taken"] = 1,
                ["tenant=acme hook=many outcome=nothingToDo"] = 2,
                ["tenant=acme hook=many outcome=refused"] = 1,
                ["tenant=acme hook=one outcome=nothingToDo"] = 1,
            },
            _metrics.Sums("contactrelay.hook.events"));
        Assert.Equal(new Dictionary<string, double> { ["tenant=acme hook=many field=lastName"] = 1 }, _metrics.Sums("contactrelay.hook.not_found"));
    }

    [Theory]
    [InlineData("one", """{"id":"secret","name":"Ada","ada@example.com":"secret"}""", "$.id $.name $.***", "$.n $.l $.x $.c")]
    [InlineData("many", """[{"kind":"secret"}]""", "$[*].kind", "events at $[*], and in each of them $[0].n $[0].l $[0].c")]
    [InlineData("many", "[]", "nothing", "events at $[*], and in each of them $[0].n $[0].l $[0].c")]
    public async Task Nothing_to_do_is_said_once_a_minute_with_paths(string hook, string body, string found, string lookedFor)
    {
        for (var i = 0; i < 3; i++)
        {
            await AcceptAsync(hook, body);
        }

        var first = Assert.Single(Said());
        _relay.Pass(TimeSpan.FromMinutes(1));
        await AcceptAsync(hook, body);

        Assert.Contains($"(1 since this was last said). The body holds {found}; the mapping looks for {lookedFor}", first, StringComparison.Ordinal);
        Assert.Contains("(3 since", Said()[1], StringComparison.Ordinal);
        Assert.DoesNotContain(Said(), line => line.Contains("secret", StringComparison.Ordinal) || line.Contains("Ada", StringComparison.Ordinal) || line.Contains('@'));
    }

    public async ValueTask DisposeAsync()
    {
        _metrics.Dispose();
        await _relay.DisposeAsync();
    }

    private string[] Said() => [.. _relay.Log.Lines.Select(line => line.Words).Where(words => words.StartsWith("There was nothing to do", StringComparison.Ordinal))];

    private async Task<IReadOnlyList<HookResult>> AcceptAsync(string name, string body)
    {
        var tenant = (await _relay.Get<ITenantDirectory>().FindAsync("acme", Token))!;
        var request = new HookRequest("POST", "https://a.example", _ => null, Encoding.UTF8.GetBytes(body));
        return await _relay.Get<HookIntake>().AcceptAsync(tenant, tenant.Hooks[name], HookReading.Read(tenant.Hooks[name], request), Token);
    }
}
