using System.Text.Json;
using ContactRelay.Sandbox;
using Xunit;

namespace ContactRelay.Tests.LocalHost;

/// <summary>A tenant's calls are held where its provider asks for that, refuses its key or is down.</summary>
public sealed class HoldTests : IAsyncLifetime
{
    private const string Patch = """{"firstName":"A"}""";

    private RunningHost _host = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _host = await RunningHost.StartAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Theory]
    [InlineData("7200")]
    [InlineData("Sat, 31 Jan 2026 14:00:00 GMT")]
    public async Task Throttled_tenant_rests_for_as_long_as_the_provider_asks_whatever_the_contact(string retryAfter)
    {
        var start = _host.Time.GetUtcNow();
        _host.Sandbox.Throw("kulea", new SandboxFault { Status = 429, RetryAfter = retryAfter });
        var first = await _host.AcceptAsync("demo-kulea", "first", Patch);
        var hold = (await _host.UntilAsync(first, HasHold)).GetProperty("hold");
        var second = await _host.AcceptAsync("demo-kulea", "second", Patch);

        Assert.Equal("throttled", hold.GetProperty("reason").GetString());
        Assert.Equal(start.AddHours(2), hold.GetProperty("until").GetDateTimeOffset(), TimeSpan.FromSeconds(1));
        Assert.Equal("delivered", (await _host.SettledAsync(second)).GetProperty("status").GetString());
        Assert.Equal("delivered", (await _host.SettledAsync(first)).GetProperty("status").GetString());
        var times = _host.Sandbox.Requests("kulea").Select(request => request.At).ToArray();
        Assert.Equal(3, times.Length);
        Assert.All(times[1..], at => Assert.True(at >= start.AddHours(2), "called within the hold"));
    }

    [Fact]
    public async Task Other_tenants_go_on_while_one_is_held()
    {
        await HoldAsync(429, "7200");

        var other = await _host.SettledAsync(await _host.AcceptAsync("demo-bosscart", "7", """{"email":"ada@example.com","name":"Ada"}"""));

        Assert.Equal("delivered", other.GetProperty("status").GetString());
        Assert.Single(_host.Sandbox.Requests("kulea"));
    }

    [Fact]
    public async Task Hold_is_shown_on_the_tenant_and_in_the_health_until_the_administrator_lifts_it()
    {
        await HoldAsync(429, "7200");

        using var tenant = await AdminAsync(HttpMethod.Get, "/api/tenants/demo-kulea");
        using var health = await AdminAsync(HttpMethod.Get, "/api/health?detail=true");
        using var resume = await AdminAsync(HttpMethod.Post, "/api/tenants/demo-kulea/resume");
        using var after = await AdminAsync(HttpMethod.Get, "/api/tenants/demo-kulea");
        var second = await _host.SettledAsync(await _host.AcceptAsync("demo-kulea", "second", Patch));

        var words = (await RunningHost.ReadAsync(tenant)).GetProperty("hold").GetProperty("words").GetString();
        Assert.StartsWith("The provider asks to wait", words, StringComparison.Ordinal);
        Assert.True((await RunningHost.ReadAsync(health)).GetProperty("holds").TryGetProperty("demo-kulea", out _));
        Assert.Equal(204, (int)resume.StatusCode);
        Assert.False((await RunningHost.ReadAsync(after)).TryGetProperty("hold", out _));
        Assert.Equal("delivered", second.GetProperty("status").GetString());
        Assert.True(_host.Sandbox.Requests("kulea")[^1].At < _host.Sandbox.Requests("kulea")[0].At.AddHours(1), "waited for the hold that was lifted");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("wrong")]
    public async Task Health_in_detail_and_resume_are_for_the_master_key(string? key)
    {
        using var health = await AdminAsync(HttpMethod.Get, "/api/health?detail=true", key);
        using var resume = await AdminAsync(HttpMethod.Post, "/api/tenants/demo-kulea/resume", key);

        Assert.Equal((401, 401), ((int)health.StatusCode, (int)resume.StatusCode));
    }

    [Fact]
    public async Task Provider_that_fails_five_times_in_a_row_is_asked_by_one_at_a_time_and_then_by_all()
    {
        _host.Sandbox.Throw("kulea", new SandboxFault { Status = 500, Count = 7 });
        var updates = new List<Uri>();
        for (var i = 0; i < 5; i++)
        {
            updates.Add(await _host.AcceptAsync("demo-kulea", $"contact-{i}", Patch));
            await _host.UntilAsync(updates[^1], update => update.GetProperty("attemptCount").GetInt32() > 0);
        }

        var held = await _host.UntilAsync(updates[0], HasHold);
        for (var i = 5; i < 8; i++)
        {
            updates.Add(await _host.AcceptAsync("demo-kulea", $"contact-{i}", Patch));
        }

        foreach (var update in updates)
        {
            Assert.Equal("delivered", (await _host.SettledAsync(update)).GetProperty("status").GetString());
        }

        Assert.Equal("providerDown", held.GetProperty("hold").GetProperty("reason").GetString());
        var times = _host.Sandbox.Requests("kulea").Select(request => request.At).ToArray();
        Assert.Equal(7 + updates.Count, times.Length);

        // The sixth and the seventh call, and the eighth, which was answered, were made to find out, each later than the one before.
        var gaps = times[4..8].Zip(times[5..8], (one, next) => next - one).ToArray();
        Assert.True(gaps[0] >= TimeSpan.FromMinutes(1) && gaps[1] >= TimeSpan.FromMinutes(2) && gaps[2] >= TimeSpan.FromMinutes(4), string.Join(' ', gaps));
        using var tenant = await AdminAsync(HttpMethod.Get, "/api/tenants/demo-kulea");
        Assert.False((await RunningHost.ReadAsync(tenant)).TryGetProperty("hold", out _));
    }

    [Fact]
    public async Task Updates_over_their_age_expire_though_their_tenant_is_held()
    {
        await using var host = await RunningHost.StartAsync(
        [
            """
            { "id": "acme", "provider": "kulea", "baseUrl": "SANDBOX", "apiKeySecret": "demo-kulea", "limits": { "maxAge": "02:00:00" },
              "callers": [ { "name": "test", "keySha256": "c48a01f49fd0f2cc404bc3cbbc80e91457a3d41bb429a695243de4c61794155c" } ] }
            """,
        ]);
        host.Sandbox.Throw("kulea", new SandboxFault { Status = 401, Count = 100_000 });
        var first = await host.AcceptAsync("acme", "first", Patch);
        await host.UntilAsync(first, HasHold);
        var second = await host.AcceptAsync("acme", "second", Patch);

        var (one, other) = (await host.SettledAsync(first), await host.SettledAsync(second));

        Assert.Equal(("expired", "expired"), (one.GetProperty("status").GetString(), other.GetProperty("status").GetString()));
        Assert.True(host.Sandbox.Requests("kulea").Count < 15, "the provider was called again and again with a key that it refuses");
    }

    private static bool HasHold(JsonElement update) => update.TryGetProperty("hold", out _);

    private async Task HoldAsync(int status, string retryAfter)
    {
        _host.Sandbox.Throw("kulea", new SandboxFault { Status = status, RetryAfter = retryAfter });
        await _host.UntilAsync(await _host.AcceptAsync("demo-kulea", "first", Patch), HasHold);
    }

    private async Task<HttpResponseMessage> AdminAsync(HttpMethod method, string path, string? key = "dev-admin")
    {
        using var request = new HttpRequestMessage(method, path);
        if (key is not null)
        {
            request.Headers.Add("x-functions-key", key);
        }

        return await _host.Client.SendAsync(request, Token);
    }
}
