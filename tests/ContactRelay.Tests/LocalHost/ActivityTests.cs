using System.Net;
using System.Text.Json;
using ContactRelay.Sandbox;
using Xunit;

namespace ContactRelay.Tests.LocalHost;

/// <summary>What updates have been doing lately is seen, by whoever may see it, and goes with the contact.</summary>
public sealed class ActivityTests : IAsyncLifetime
{
    private const string Tenant = "/api/tenants/demo-kulea";

    private RunningHost _host = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _host = await RunningHost.StartAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task List_has_what_was_delivered_and_what_was_refused_the_newest_first()
    {
        await DeliverAsync("7");
        await RejectAsync("8");

        var updates = (await GetAsync("/activity")).GetProperty("updates").EnumerateArray().ToArray();

        Assert.Equal(["rejected 8 400", "delivered 7 200"], updates.Select(update =>
            $"{update.GetProperty("status").GetString()} {update.GetProperty("contactId").GetString()} {update.GetProperty("httpStatus").GetInt32()}"));
        Assert.Equal("rejected", (await _host.GetAsync(new(updates[0].GetProperty("statusUrl").GetString()!))).GetProperty("status").GetString());
    }

    [Fact]
    public async Task List_goes_page_by_page()
    {
        foreach (var contact in new[] { "1", "2", "3" })
        {
            await DeliverAsync(contact);
        }

        var first = await GetAsync("/activity?limit=2");
        var second = await GetAsync($"/activity?limit=2&before={first.GetProperty("next").GetString()}");

        Assert.Equal(["3", "2"], Contacts(first));
        Assert.Equal(["1"], Contacts(second));
        Assert.False(second.TryGetProperty("next", out _));
        Assert.Empty(Contacts(await GetAsync("/activity?since=2040-01-01T00:00:00Z")));
    }

    [Theory]
    [InlineData("/activity?limit=0", "/limit")]
    [InlineData("/activity?limit=201", "/limit")]
    [InlineData("/activity?since=yesterday", "/since")]
    [InlineData("/activity?before=7", "/before")]
    [InlineData("/activity/summary?minutes=1441", "/minutes")]
    public async Task Query_that_makes_no_sense_is_refused_with_a_pointer(string query, string pointer)
    {
        using var response = await _host.Client.GetAsync(Tenant + query, Token);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, response.StatusCode);
        Assert.Equal(pointer, (await RunningHost.ReadAsync(response)).GetProperty("errors")[0].GetProperty("pointer").GetString());
    }

    [Fact]
    public async Task Summary_counts_by_minute_and_shows_what_waits_and_why()
    {
        await DeliverAsync("7");
        await RejectAsync("8");
        _host.Sandbox.Throw("kulea", new SandboxFault { Status = 429, RetryAfter = "3600", Count = 1000 });
        var held = await _host.AcceptAsync("demo-kulea", "9", """{"firstName":"Grace"}""");
        await _host.UntilAsync(held, update => update.TryGetProperty("hold", out _));

        var summary = await GetAsync("/activity/summary?minutes=1440");

        Assert.Equal((3, 1, 1), (Sum(summary, "accepted"), Sum(summary, "delivered"), Sum(summary, "dead")));
        Assert.Equal((0, 1), (Pending(summary, 0), Pending(summary, ^1)));
        Assert.Equal((1, 1), (summary.GetProperty("settled").GetProperty("delivered").GetInt32(), summary.GetProperty("settled").GetProperty("rejected").GetInt32()));
        Assert.Equal(summary.GetProperty("p50Milliseconds").GetInt64(), summary.GetProperty("p99Milliseconds").GetInt64());
        Assert.Equal((1, "throttled"), (summary.GetProperty("pending").GetInt32(), summary.GetProperty("hold").GetProperty("reason").GetString()));
        var waiting = Assert.Single(summary.GetProperty("waiting").EnumerateArray());
        Assert.Equal(("9", held.ToString()), (waiting.GetProperty("contactId").GetString(), waiting.GetProperty("updates")[0].GetProperty("statusUrl").GetString()));
    }

    [Fact]
    public async Task Summary_of_more_that_waits_than_is_read_says_which_figures_are_a_part()
    {
        _host.Sandbox.Throw("kulea", new SandboxFault { Status = 429, RetryAfter = "3600", Count = 1000 });
        for (var i = 0; i < 30; i++)
        {
            await _host.AcceptAsync("demo-kulea", $"{i}", """{"firstName":"Grace"}""");
        }

        var summary = await GetAsync("/activity/summary");

        Assert.Equal((30, 20), (summary.GetProperty("pending").GetInt32(), Sum(summary, "accepted")));
        Assert.True(summary.GetProperty("partial").GetBoolean());
        Assert.Equal(["accepted"], summary.GetProperty("atLeast").EnumerateArray().Select(figure => figure.GetString()));
        Assert.Equal(1, summary.GetProperty("minutes").EnumerateArray().Count(minute => minute.TryGetProperty("pending", out _)));
    }

    [Fact]
    public async Task Summary_of_all_tenants_is_one_call_for_the_administrator()
    {
        await DeliverAsync("7");
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/activity/summary?minutes=5");
        request.Headers.Add("x-functions-key", "dev-admin");

        using var response = await _host.Client.SendAsync(request, Token);
        using var asCaller = await _host.Client.GetAsync(new Uri("/api/activity/summary", UriKind.Relative), Token);

        var all = await RunningHost.ReadAsync(response);
        var tenants = all.GetProperty("tenants").EnumerateArray().ToDictionary(tenant => tenant.GetProperty("tenant").GetString()!);
        Assert.Equal(all.GetProperty("total").GetInt32(), tenants.Count);
        Assert.Equal("7", Assert.Single(tenants["demo-kulea"].GetProperty("latest").EnumerateArray()).GetProperty("contactId").GetString());
        Assert.Equal(0, tenants["demo-everlytic"].GetProperty("pending").GetInt32());
        Assert.Equal(HttpStatusCode.Unauthorized, asCaller.StatusCode);
    }

    [Fact]
    public async Task Erase_takes_the_contacts_activity_with_it()
    {
        await DeliverAsync("7");
        await DeliverAsync("8");

        using var erased = await _host.Client.DeleteAsync(Tenant + "/contacts/7", Token);

        Assert.Equal(HttpStatusCode.NoContent, erased.StatusCode);
        Assert.Equal(["8"], Contacts(await GetAsync("/activity")));
    }

    [Fact]
    public async Task Values_are_shown_to_whoever_asks_while_they_are_kept()
    {
        var rejected = await RejectAsync("8");
        var delivered = await DeliverAsync("7");

        Assert.False((await _host.GetAsync(rejected)).TryGetProperty("values", out _));
        Assert.Equal("Ada", (await _host.GetAsync(new($"{rejected}?values=true"))).GetProperty("values").GetProperty("/firstName").GetString());
        Assert.False((await _host.GetAsync(new($"{delivered}?values=true"))).TryGetProperty("values", out _));
    }

    [Theory]
    [InlineData("/activity")]
    [InlineData("/activity/summary")]
    public async Task Key_that_may_only_write_reads_no_activity(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Tenant + "/callers")
        {
            Content = new StringContent("""{"name":"form","access":"write"}""", System.Text.Encoding.UTF8, "application/json"),
        };
        request.Headers.Add("x-functions-key", "dev-admin");
        using var made = await _host.Client.SendAsync(request, Token);
        using var reading = new HttpRequestMessage(HttpMethod.Get, Tenant + path);
        reading.Headers.Authorization = new("Bearer", (await RunningHost.ReadAsync(made)).GetProperty("key").GetString());

        using var response = await _host.Client.SendAsync(reading, Token);

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
    }

    private async Task<Uri> DeliverAsync(string contact)
    {
        PassTime();
        var location = await _host.AcceptAsync("demo-kulea", contact, """{"firstName":"Ada"}""");
        Assert.Equal("delivered", (await _host.SettledAsync(location)).GetProperty("status").GetString());
        return location;
    }

    private async Task<Uri> RejectAsync(string contact)
    {
        PassTime();
        _host.Sandbox.Throw("kulea", new SandboxFault { Status = 400, Body = """{"success":false,"reason":"refused"}""" });
        var location = await _host.AcceptAsync("demo-kulea", contact, """{"firstName":"Ada"}""");
        Assert.Equal("rejected", (await _host.SettledAsync(location)).GetProperty("status").GetString());
        return location;
    }

    /// <summary>Of what is settled within a millisecond none is newer than another.</summary>
    private void PassTime() => _host.Time.Advance(TimeSpan.FromSeconds(1));

    private async Task<JsonElement> GetAsync(string path) => await _host.GetAsync(new(Tenant + path, UriKind.Relative));

    private static string[] Contacts(JsonElement page) =>
        [.. page.GetProperty("updates").EnumerateArray().Select(update => update.GetProperty("contactId").GetString()!)];

    private static int Pending(JsonElement summary, Index minute) =>
        summary.GetProperty("minutes").EnumerateArray().ToArray()[minute].GetProperty("pending").GetInt32();

    private static int Sum(JsonElement summary, string name) => summary.GetProperty("minutes").EnumerateArray().Sum(minute => minute.GetProperty(name).GetInt32());
}
