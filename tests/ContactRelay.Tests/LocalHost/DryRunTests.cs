using System.Text.Json;
using Xunit;

namespace ContactRelay.Tests.LocalHost;

/// <summary>What a dry run shows, and to whom.</summary>
public sealed class DryRunTests : IAsyncLifetime
{
    // Of the key "write".
    private const string WriteKeySha256 = "10fd874b68dad080ed706762c8e163dabb20514bddae38fb159c56f714a3b143";
    private RunningHost _host = null!;

    public async ValueTask InitializeAsync() => _host = await RunningHost.StartAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task Dry_run_shows_the_call_that_the_update_then_makes()
    {
        await _host.SettledAsync(await _host.AcceptAsync("demo-bosscart", "7", """{"email":"ada@example.com","name":"Ada"}"""));
        const string Patch = """{"phone":"+27 21 555 0100","tags":["vip"]}""";

        var shown = await DryRunAsync("demo-bosscart", Patch);
        await _host.SettledAsync(await _host.AcceptAsync("demo-bosscart", "7", Patch));

        var sent = _host.Sandbox.Requests("bosscart")[^1];
        Assert.Equal(System.Text.Encoding.UTF8.GetString(sent.Body.Span), shown.GetProperty("body").GetString());
        Assert.Equal(sent.Method, shown.GetProperty("method").GetString());
        Assert.EndsWith(sent.Path, shown.GetProperty("url").GetString(), StringComparison.Ordinal);
        Assert.Equal("Bearer ***", shown.GetProperty("headers").GetProperty("Authorization").GetString());
    }

    [Fact]
    public async Task Dry_run_says_in_words_what_will_be_merged_superseded_and_tried_again()
    {
        var later = Uri.EscapeDataString(_host.Time.GetUtcNow().AddDays(1).ToString("O"));
        await _host.SettledAsync(await _host.AcceptAsync("demo-bosscart", "7", """{"email":"ada@example.com","name":"Ada"}"""));
        await _host.AcceptAsync("demo-bosscart", "7", """{"note":"Later"}""", "?deliverAt=" + later);
        var earlier = Uri.EscapeDataString(_host.Time.GetUtcNow().AddDays(-1).ToString("O"));

        var rules = (await DryRunAsync("demo-bosscart", """{"name":"Ada L","tags":["vip"]}""", "&occurredAt=" + earlier))
            .GetProperty("rules").EnumerateArray().Select(rule => rule.GetString()!).ToArray();

        Assert.Contains(rules, rule => rule.Contains("becomes one call", StringComparison.Ordinal) && rule.Contains("there is none now", StringComparison.Ordinal));
        Assert.Contains("Newer values have been delivered already of /name.", rules);
        Assert.Contains("Bosscart adds what /tags holds to what the contact has, and takes nothing away.", rules);
        Assert.Contains(rules, rule => rule.Contains("5 s, 30 s, 2 min, 10 min, 30 min, 1 h, 2 h, 4 h", StringComparison.Ordinal) && rule.Contains("for 3 d", StringComparison.Ordinal));
        Assert.Contains(rules, rule => rule.StartsWith("Without an Idempotency-Key", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Dry_run_of_a_scheduled_update_says_when_it_goes()
    {
        var due = _host.Time.GetUtcNow().AddDays(1);

        var shown = await DryRunAsync("demo-kulea", """{"firstName":"A"}""", "&deliverAt=" + Uri.EscapeDataString(due.ToString("O")));

        Assert.Contains(
            shown.GetProperty("rules").EnumerateArray(),
            rule => rule.GetString()!.StartsWith($"It waits until {due:yyyy-MM-dd HH:mm:ss}Z", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Dry_run_with_a_key_that_may_only_write_masks_what_its_sender_did_not_send()
    {
        await using var host = await RunningHost.StartAsync(
        [
            $$"""
            { "id": "acme", "provider": "bosscart", "baseUrl": "SANDBOX", "apiKeySecret": "demo-bosscart",
              "callers": [ { "name": "all", "keySha256": "c48a01f49fd0f2cc404bc3cbbc80e91457a3d41bb429a695243de4c61794155c" },
                           { "name": "form", "keySha256": "{{WriteKeySha256}}", "access": "write" } ] }
            """,
        ]);
        await host.SettledAsync(await host.AcceptAsync("acme", "7", """{"email":"ada@example.com","name":"Ada"}"""));
        host.Client.DefaultRequestHeaders.Authorization = new("Bearer", "write");

        using var response = await host.PatchAsync("acme", "7", """{"note":"Hi"}""", query: "?dryRun=true");

        Assert.Equal(200, (int)response.StatusCode);
        var body = JsonDocument.Parse((await RunningHost.ReadAsync(response)).GetProperty("body").GetString()!).RootElement;
        Assert.Equal(("***", "Hi"), (body.GetProperty("email").GetString(), body.GetProperty("note").GetString()));
    }

    [Theory]
    [InlineData("?dryRun=true&occurredAt=2025-12-01T00:00:00Z", 422)]
    [InlineData("?dryRun=true&occurredAt=2026-02-01T12:00:00Z", 422)]
    [InlineData("?dryRun=true&deliverAt=2028-01-01T00:00:00Z", 422)]
    [InlineData("?dryRun=true&occurredAt=2026-01-30T12:00:00Z", 200)]
    public async Task Dry_run_refuses_the_times_that_the_call_refuses(string query, int status)
    {
        using var response = await _host.PatchAsync("demo-kulea", "7", """{"firstName":"A"}""", query: query);
        using var real = await _host.PatchAsync("demo-kulea", "7", """{"firstName":"A"}""", query: query.Replace("dryRun=true&", "", StringComparison.Ordinal));

        Assert.Equal((status, status == 200 ? 202 : 422), ((int)response.StatusCode, (int)real.StatusCode));
        if (status == 200)
        {
            Assert.Equal("2026-01-30T12:00:00.000Z", (await RunningHost.ReadAsync(response)).GetProperty("version").GetString());
        }
        else
        {
            Assert.Equal(await real.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        }
    }

    [Fact]
    public async Task Dry_run_with_a_key_that_was_used_for_another_update_is_refused_as_the_call_is()
    {
        using var first = await _host.PatchAsync("demo-kulea", "7", """{"firstName":"A"}""", "k");
        using var dry = await _host.PatchAsync("demo-kulea", "7", """{"firstName":"B"}""", "k", "?dryRun=true");
        using var real = await _host.PatchAsync("demo-kulea", "7", """{"firstName":"B"}""", "k");

        Assert.Equal((202, 422, 422), ((int)first.StatusCode, (int)dry.StatusCode, (int)real.StatusCode));
        Assert.Equal(await FiveCallsTests.PointersAsync(real), await FiveCallsTests.PointersAsync(dry));
    }

    [Fact]
    public async Task Batch_has_no_dry_run_and_stores_nothing_when_asked_for_one()
    {
        using var content = new StringContent("""[{"contactId":"7","changes":{"firstName":"A"}}]""", System.Text.Encoding.UTF8, "application/json");
        using var response = await _host.Client.PostAsync("/api/tenants/demo-kulea/updates?dryRun=true", content, TestContext.Current.CancellationToken);

        Assert.Equal(422, (int)response.StatusCode);
        Assert.Equal(["/dryRun"], await FiveCallsTests.PointersAsync(response));
    }

    [Fact]
    public async Task Dry_run_with_a_key_that_may_only_write_never_shows_the_status()
    {
        await using var host = await RunningHost.StartAsync(
        [
            $$"""
            { "id": "acme", "provider": "campaignlark", "baseUrl": "SANDBOX", "apiKeySecret": "demo-campaignlark",
              "callers": [ { "name": "all", "keySha256": "c48a01f49fd0f2cc404bc3cbbc80e91457a3d41bb429a695243de4c61794155c" },
                           { "name": "form", "keySha256": "{{WriteKeySha256}}", "access": "write" } ] }
            """,
        ]);
        await host.SettledAsync(await host.AcceptAsync("acme", "c", """{"email":"ada@example.com","subscription":"unsubscribed"}"""));
        host.Client.DefaultRequestHeaders.Authorization = new("Bearer", "write");

        using var stored = await host.PatchAsync("acme", "c", """{"firstName":"Ada"}""", query: "?dryRun=true");
        using var own = await host.PatchAsync("acme", "c", """{"firstName":"Ada","subscription":"subscribed"}""", query: "?dryRun=true");

        Assert.Equal("***", Body(await RunningHost.ReadAsync(stored)).GetProperty("status").GetString());
        Assert.Equal("SUBSCRIBED", Body(await RunningHost.ReadAsync(own)).GetProperty("status").GetString());
        Assert.DoesNotContain("unsubscribed", await stored.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.OrdinalIgnoreCase);
    }

    private static JsonElement Body(JsonElement preview) => JsonDocument.Parse(preview.GetProperty("body").GetString()!).RootElement;

    private async Task<JsonElement> DryRunAsync(string tenant, string patch, string query = "")
    {
        using var response = await _host.PatchAsync(tenant, "7", patch, query: "?dryRun=true" + query);
        Assert.Equal(200, (int)response.StatusCode);
        return await RunningHost.ReadAsync(response);
    }
}
