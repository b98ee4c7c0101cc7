using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using ContactRelay.Mailboxes;
using ContactRelay.Sandbox;
using ContactRelay.Tests.Mailboxes;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ContactRelay.Tests.LocalHost;

/// <summary>What was not delivered is found, sent on its way again, or given up.</summary>
public sealed class DeadLetterTests : IAsyncLifetime
{
    private const string Path = "/api/tenants/demo-kulea/deadletters";

    private RunningHost _host = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _host = await RunningHost.StartAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task Rejected_update_is_listed_with_its_reason_and_without_its_values()
    {
        await RejectAsync("7", """{"firstName":"Ada"}""");

        var page = await GetAsync("");

        var letter = Assert.Single(page.GetProperty("deadLetters").EnumerateArray());
        Assert.Equal(("rejected", "7"), (letter.GetProperty("kind").GetString(), letter.GetProperty("contactId").GetString()));
        Assert.Equal(["/firstName"], letter.GetProperty("fields").EnumerateArray().Select(field => field.GetString()));
        Assert.DoesNotContain("Ada", page.GetRawText(), StringComparison.Ordinal);
        Assert.Equal("rejected", (await _host.GetAsync(new(letter.GetProperty("statusUrl").GetString()!))).GetProperty("status").GetString());
    }

    [Fact]
    public async Task List_goes_page_by_page_and_by_what_is_wanted()
    {
        for (var i = 0; i < 5; i++)
        {
            await RejectAsync($"c{i}", """{"firstName":"Ada"}""");
        }

        var first = await GetAsync("?limit=3");
        var second = await GetAsync($"?limit=3&after={first.GetProperty("next").GetString()}");

        Assert.Equal(["c0", "c1", "c2"], Contacts(first));
        Assert.Equal(["c3", "c4"], Contacts(second));
        Assert.False(second.TryGetProperty("next", out _));
        Assert.Equal(["c2"], Contacts(await GetAsync("?contactId=c2")));
        Assert.Empty(Contacts(await GetAsync("?kind=expired")));
        Assert.Equal(5, Contacts(await GetAsync("?reason=REFUSED")).Length);
        Assert.Empty(Contacts(await GetAsync("?until=2026-01-01T00:00:00Z")));
    }

    [Fact]
    public async Task Preview_says_how_many_and_what_would_be_sent_and_sends_nothing()
    {
        await RejectAsync("7", """{"firstName":"Ada"}""");

        var preview = await PostAsync("/redrive", new { kind = "rejected", preview = true });

        Assert.Equal((1, 1), (preview.GetProperty("matched").GetInt32(), preview.GetProperty("contacts").GetInt32()));
        Assert.Equal("""{"forename":"Ada"}""", preview.GetProperty("results")[0].GetProperty("request").GetProperty("body").GetString());
        Assert.Single(_host.Sandbox.Requests("kulea"));
        Assert.Single(Contacts(await GetAsync("")));
    }

    [Fact]
    public async Task Redrive_delivers_it_under_its_old_id_and_takes_it_from_the_list()
    {
        var location = await RejectAsync("7", """{"firstName":"Ada"}""");
        var id = location.Segments[^1];

        var result = await PostAsync("/redrive", new { ids = new[] { id, "nobody" } });

        Assert.Equal((1, 1), (result.GetProperty("matched").GetInt32(), result.GetProperty("redriven").GetInt32()));
        Assert.Equal("delivered", (await _host.SettledAsync(location)).GetProperty("status").GetString());
        Assert.Equal("Ada", _host.Sandbox.Contact("kulea", "7")!.Values.GetProperty("forename").GetString());
        Assert.Empty(Contacts(await GetAsync("")));
    }

    [Fact]
    public async Task Redrive_never_overwrites_what_is_newer()
    {
        var location = await RejectAsync("7", """{"firstName":"Old"}""");
        _host.Time.Advance(TimeSpan.FromMinutes(1));
        await _host.SettledAsync(await _host.AcceptAsync("demo-kulea", "7", """{"firstName":"New"}"""));

        var result = await PostAsync("/redrive", new { ids = new[] { location.Segments[^1] } });

        Assert.Equal(1, result.GetProperty("superseded").GetInt32());
        Assert.Equal("superseded", (await _host.GetAsync(location)).GetProperty("status").GetString());
        Assert.Equal("New", _host.Sandbox.Contact("kulea", "7")!.Values.GetProperty("forename").GetString());
        Assert.Empty(Contacts(await GetAsync("")));
    }

    [Fact]
    public async Task Redrive_by_time_takes_all_of_that_time()
    {
        await RejectAsync("early", """{"firstName":"Ada"}""");
        _host.Time.Advance(TimeSpan.FromHours(1));
        var since = _host.Time.GetUtcNow();
        await RejectAsync("late", """{"firstName":"Ada"}""");

        var result = await PostAsync("/redrive", new { since });

        Assert.Equal(1, result.GetProperty("redriven").GetInt32());
        Assert.Equal(["early"], Contacts(await GetAsync("")));
    }

    [Fact]
    public async Task Update_that_is_redriven_and_refused_again_is_a_dead_letter_again()
    {
        var location = await RejectAsync("7", """{"firstName":"Ada"}""");
        _host.Sandbox.Throw("kulea", new SandboxFault { Status = 400, Body = "{\"success\":false,\"reason\":\"Still refused\"}" });

        await PostAsync("/redrive", new { ids = new[] { location.Segments[^1] } });

        Assert.Equal("rejected", (await _host.SettledAsync(location)).GetProperty("status").GetString());
        Assert.Equal(["7"], Contacts(await GetAsync("?reason=still")));
    }

    [Fact]
    public async Task Letter_older_than_the_mailbox_remembers_goes_in_as_a_new_update()
    {
        var location = await RejectAsync("7", """{"firstName":"Ada"}""");
        _host.Time.Advance(TimeSpan.FromDays(31));

        var result = await PostAsync("/redrive", new { ids = new[] { location.Segments[^1] } });

        Assert.Equal(1, result.GetProperty("redriven").GetInt32());
        while (_host.Sandbox.Contact("kulea", "7") is not { Updates: > 0 })
        {
            using var mailbox = await _host.Client.GetAsync("/api/tenants/demo-kulea/contacts/7", Token);
        }

        Assert.Empty(Contacts(await GetAsync("")));
    }

    [Fact]
    public async Task Discard_gives_up_with_a_reason_that_the_status_shows()
    {
        var location = await RejectAsync("7", """{"firstName":"Ada"}""");

        var result = await PostAsync("/discard", new { ids = new[] { location.Segments[^1] }, reason = "A test of ours" });

        Assert.Equal(1, result.GetProperty("discarded").GetInt32());
        var update = await _host.GetAsync(location);
        Assert.Equal(("discarded", "A test of ours"), (update.GetProperty("status").GetString(), update.GetProperty("reason").GetString()));
        Assert.Empty(Contacts(await GetAsync("")));
    }

    [Fact]
    public async Task Message_that_was_never_an_update_is_refused_again_and_can_be_discarded()
    {
        await _host.EnqueueAsync("""{"tenant":"demo-kulea","contactId":"7","changes":{"email":"ada@example.com"}}""");
        var id = (await _host.DeadLettersAsync(1))[0].Id;

        var redrive = await PostAsync("/redrive", new { ids = new[] { id } });
        var discard = await PostAsync("/discard", new { ids = new[] { id }, reason = "Not ours" });

        Assert.Equal((1, 1), (redrive.GetProperty("refused").GetInt32(), discard.GetProperty("discarded").GetInt32()));
        Assert.Empty(Contacts(await GetAsync("")));
    }

    [Theory]
    [InlineData("/redrive", "{}", "")]
    [InlineData("/redrive", """{"ids":["a"],"kind":"rejected"}""", "")]
    [InlineData("/redrive", """{"kind":"all"}""", "/kind")]
    [InlineData("/redrive", """{"since":"yesterday"}""", "/since")]
    [InlineData("/redrive", """{"idz":["a"]}""", "")]
    [InlineData("/discard", """{"ids":["a"]}""", "/reason")]
    public async Task Call_that_does_not_say_which_is_refused(string path, string body, string pointer)
    {
        using var response = await _host.Client.PostAsync(Path + path, new StringContent(body, Encoding.UTF8, "application/json"), Token);

        Assert.Equal(422, (int)response.StatusCode);
        Assert.Equal([pointer], await FiveCallsTests.PointersAsync(response));
    }

    [Fact]
    public async Task Erase_leaves_nothing_of_the_contact_and_keeps_older_values_out()
    {
        await RejectAsync("7", """{"firstName":"Ada"}""");
        var delivered = await _host.AcceptAsync("demo-kulea", "7", """{"lastName":"Lovelace"}""");
        await _host.SettledAsync(delivered);

        using var erase = await _host.Client.DeleteAsync("/api/tenants/demo-kulea/contacts/7", Token);
        using var never = await _host.Client.DeleteAsync("/api/tenants/demo-kulea/contacts/never", Token);
        using var status = await _host.Client.GetAsync(delivered, Token);
        using var older = await _host.PatchAsync(
            "demo-kulea", "7", """{"firstName":"Ada"}""", query: $"?occurredAt={Uri.EscapeDataString(_host.Time.GetUtcNow().AddMinutes(-1).ToString("O"))}");

        Assert.Equal((204, 404, 404, 422), ((int)erase.StatusCode, (int)never.StatusCode, (int)status.StatusCode, (int)older.StatusCode));
        Assert.Equal(["/occurredAt"], await FiveCallsTests.PointersAsync(older));
        Assert.Empty(Contacts(await GetAsync("")));
        Assert.Equal("delivered", (await _host.SettledAsync(await _host.AcceptAsync("demo-kulea", "7", """{"firstName":"New"}"""))).GetProperty("status").GetString());
    }

    [Fact]
    public async Task Reconcile_counts_what_became_of_all_and_wakes_what_a_cleared_queue_has_lost()
    {
        await RejectAsync("rejected", """{"firstName":"Ada"}""");
        await _host.SettledAsync(await _host.AcceptAsync("demo-kulea", "delivered", """{"firstName":"Ada"}"""));
        var lost = await LoseWakeUpAsync("lost");

        var report = await AdminAsync("/reconcile");

        var ledger = report.GetProperty("ledger");
        Assert.Equal((3, 1, 1, 1, 0), (Number("accepted"), Number("delivered"), Number("rejected"), Number("pending"), Number("difference")));
        Assert.Equal((3, 1), (report.GetProperty("mailboxes").GetInt32(), report.GetProperty("wakeUpsSent").GetInt32()));
        Assert.Empty(report.GetProperty("unbalanced").EnumerateArray());
        Assert.Equal("delivered", (await _host.SettledAsync(lost)).GetProperty("status").GetString());
        int Number(string name) => ledger.GetProperty(name).GetInt32();
    }

    private static string[] Contacts(JsonElement page) =>
        [.. page.GetProperty("deadLetters").EnumerateArray().Select(letter => letter.GetProperty("contactId").GetString()!)];

    /// <summary>Saves an update whose wake-up is on no queue, as after somebody has cleared it by mistake.</summary>
    private async Task<Uri> LoseWakeUpAsync(string contact)
    {
        var update = Given.Update(Guid.CreateVersion7(_host.Time.GetUtcNow()).ToString("N"), Given.Fields(("firstName", "Ada")));
        var mailbox = Mailbox.Empty.Accept(update, _host.Time.GetUtcNow()).Mailbox;
        await _host.Services.GetRequiredService<IMailboxStore>().SaveAsync(await _host.KeyAsync("demo-kulea", contact), mailbox, null, null, Token);
        var location = new Uri($"/api/tenants/demo-kulea/contacts/{contact}/updates/{update.Id}", UriKind.Relative);
        Assert.Equal("accepted", (await _host.GetAsync(location)).GetProperty("status").GetString());
        return location;
    }

    private async Task<Uri> RejectAsync(string contact, string patch)
    {
        // Ids are in the order of their time.
        _host.Time.Advance(TimeSpan.FromMilliseconds(1));
        _host.Sandbox.Throw("kulea", new SandboxFault { Status = 400, Body = "{\"success\":false,\"reason\":\"Refused for good\"}" });
        var location = await _host.AcceptAsync("demo-kulea", contact, patch);
        Assert.Equal("rejected", (await _host.SettledAsync(location)).GetProperty("status").GetString());
        return location;
    }

    private async Task<JsonElement> GetAsync(string query)
    {
        using var response = await _host.Client.GetAsync(Path + query, Token);
        Assert.Equal(200, (int)response.StatusCode);
        return await RunningHost.ReadAsync(response);
    }

    private async Task<JsonElement> PostAsync(string path, object body)
    {
        using var response = await _host.Client.PostAsync(Path + path, JsonContent.Create(body), Token);
        Assert.Equal(200, (int)response.StatusCode);
        return await RunningHost.ReadAsync(response);
    }

    private async Task<JsonElement> AdminAsync(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/tenants/demo-kulea" + path) { Headers = { { "x-functions-key", "dev-admin" } } };
        using var response = await _host.Client.SendAsync(request, Token);
        Assert.Equal(200, (int)response.StatusCode);
        return await RunningHost.ReadAsync(response);
    }
}
