using ContactRelay.Delivery;
using ContactRelay.Sandbox;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ContactRelay.Tests.LocalHost;

/// <summary>What becomes of an update when its provider does not simply take it.</summary>
public sealed class FailureTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Patch_whose_provider_fails_twice_is_delivered_the_third_time_by_the_schedule()
    {
        await using var host = await RunningHost.StartAsync();
        host.Sandbox.Throw("kulea", new SandboxFault { Status = 500, Count = 2 });

        var update = await host.SettledAsync(await host.AcceptAsync("demo-kulea", "7", """{"firstName":"A"}"""));

        Assert.Equal("delivered", update.GetProperty("status").GetString());
        var attempts = update.GetProperty("attempts").EnumerateArray().ToArray();
        Assert.Equal(["retryLater", "retryLater", "delivered"], attempts.Select(attempt => attempt.GetProperty("outcome").GetString()));
        Assert.Equal([500, 500, 200], attempts.Select(attempt => attempt.GetProperty("httpStatus").GetInt32()));
        var times = attempts.Select(attempt => attempt.GetProperty("at").GetDateTimeOffset()).ToArray();
        Assert.InRange(times[1] - times[0], TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(6.5));
        Assert.InRange(times[2] - times[1], TimeSpan.FromSeconds(24), TimeSpan.FromSeconds(36.5));
    }

    [Fact]
    public async Task Patches_that_come_while_the_provider_is_away_become_one_call()
    {
        await using var host = await RunningHost.StartAsync();
        host.Sandbox.Throw("kulea", new SandboxFault { Status = 503 });
        var first = await host.AcceptAsync("demo-kulea", "7", """{"firstName":"A","lastName":"B"}""");
        await host.UntilAsync(first, update => update.GetProperty("attemptCount").GetInt32() == 1);
        var second = await host.AcceptAsync("demo-kulea", "7", """{"firstName":"C"}""");

        Assert.Equal("delivered", (await host.SettledAsync(first)).GetProperty("status").GetString());
        Assert.Equal("delivered", (await host.SettledAsync(second)).GetProperty("status").GetString());
        Assert.Equal(2, host.Sandbox.Requests("kulea").Count);
        Assert.Equal("""{"forename":"C","surname":"B"}""", host.Sandbox.Contact("kulea", "7")!.Values.GetRawText());
    }

    [Fact]
    public async Task Patch_that_is_refused_with_others_spoils_none_of_them()
    {
        await using var host = await RunningHost.StartAsync();
        host.Sandbox.Throw("campaignlark", new SandboxFault { Status = 503 });
        var good = await host.AcceptAsync("demo-campaignlark", "c", """{"firstName":"A","subscription":"subscribed"}""");
        await host.UntilAsync(good, update => update.GetProperty("attemptCount").GetInt32() == 1);
        var bad = await host.AcceptAsync("demo-campaignlark", "c", """{"fields":{"unknown_tag":"x"}}""");
        var other = await host.AcceptAsync("demo-campaignlark", "c", """{"lastName":"B"}""");

        Assert.Equal("delivered", (await host.SettledAsync(good)).GetProperty("status").GetString());
        Assert.Equal("delivered", (await host.SettledAsync(other)).GetProperty("status").GetString());
        var rejected = await host.SettledAsync(bad);
        Assert.Equal("rejected", rejected.GetProperty("status").GetString());
        Assert.Contains("unknown_tag", rejected.GetProperty("reason").GetString(), StringComparison.Ordinal);
        var id = rejected.GetProperty("updateId").GetString()!;
        var letter = await host.Services.GetRequiredService<IDeadLetterStore>().FindAsync((await host.KeyAsync("demo-campaignlark", "c")).Tenant, id, Token);
        Assert.Equal("\"x\"", letter!.Letter.Update!.Changes["fields.unknown_tag"]!.Json);
    }

    [Theory]
    [InlineData("demo-kulea", "archived-1", """{"firstName":"A"}""", "ignored")]
    [InlineData("demo-campaignlark", "missing-1", """{"firstName":"A","subscription":"subscribed"}""", "rejected")]
    [InlineData("demo-everlytic", "404", """{"firstName":"A"}""", "rejected")]
    [InlineData("demo-everlytic-xmlrpc", "404", """{"firstName":"A"}""", "rejected")]
    public async Task Patch_of_a_contact_that_cannot_be_changed_ends_so(string tenant, string contact, string patch, string status)
    {
        await using var host = await RunningHost.StartAsync();

        var update = await host.SettledAsync(await host.AcceptAsync(tenant, contact, patch));

        Assert.Equal(status, update.GetProperty("status").GetString());
        Assert.NotEmpty(update.GetProperty("reason").GetString()!);
    }

    [Fact]
    public async Task Patch_without_an_answer_is_tried_again_no_sooner_than_in_30_seconds()
    {
        await using var host = await RunningHost.StartAsync();
        host.Sandbox.Throw("kulea", new SandboxFault { Reset = true });

        var update = await host.SettledAsync(await host.AcceptAsync("demo-kulea", "7", """{"firstName":"A"}"""));

        var attempts = update.GetProperty("attempts").EnumerateArray().ToArray();
        Assert.Equal(["noAnswer", "delivered"], attempts.Select(attempt => attempt.GetProperty("outcome").GetString()));
        Assert.True(attempts[1].GetProperty("at").GetDateTimeOffset() - attempts[0].GetProperty("at").GetDateTimeOffset() >= TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task Patch_that_is_throttled_waits_as_long_as_it_is_told()
    {
        await using var host = await RunningHost.StartAsync();
        host.Sandbox.Throw("kulea", new SandboxFault { Status = 429, RetryAfter = "900" });

        var update = await host.SettledAsync(await host.AcceptAsync("demo-kulea", "7", """{"firstName":"A"}"""));

        var times = update.GetProperty("attempts").EnumerateArray().Select(attempt => attempt.GetProperty("at").GetDateTimeOffset()).ToArray();
        Assert.InRange(times[1] - times[0], TimeSpan.FromSeconds(900), TimeSpan.FromSeconds(901));
    }

    [Fact]
    public async Task Patch_that_is_told_to_come_back_at_once_keeps_to_the_schedule()
    {
        await using var host = await RunningHost.StartAsync();
        host.Sandbox.Throw("kulea", new SandboxFault { Status = 503, RetryAfter = "0", Count = 2 });

        var update = await host.SettledAsync(await host.AcceptAsync("demo-kulea", "7", """{"firstName":"A"}"""));

        var times = update.GetProperty("attempts").EnumerateArray().Select(attempt => attempt.GetProperty("at").GetDateTimeOffset()).ToArray();
        Assert.Equal(3, times.Length);
        Assert.True(times[1] - times[0] >= TimeSpan.FromSeconds(4));
        Assert.True(times[2] - times[1] >= TimeSpan.FromSeconds(24));
    }

    [Fact]
    public async Task Patch_that_nobody_takes_expires_with_its_values_kept()
    {
        await using var host = await RunningHost.StartAsync(
        [
            """
            { "id": "acme", "provider": "kulea", "baseUrl": "SANDBOX", "apiKeySecret": "demo-kulea", "limits": { "maxAge": "03:00:00" },
              "callers": [ { "name": "test", "keySha256": "c48a01f49fd0f2cc404bc3cbbc80e91457a3d41bb429a695243de4c61794155c" } ] }
            """,
        ]);
        host.Sandbox.Throw("kulea", new SandboxFault { Status = 500, Count = 1000 });

        var update = await host.SettledAsync(await host.AcceptAsync("acme", "7", """{"firstName":"A"}"""));

        Assert.Equal("expired", update.GetProperty("status").GetString());
        var age = update.GetProperty("settledAt").GetDateTimeOffset() - update.GetProperty("acceptedAt").GetDateTimeOffset();
        Assert.InRange(age, TimeSpan.FromHours(3), TimeSpan.FromHours(6));
        var letter = await host.Services.GetRequiredService<IDeadLetterStore>().FindAsync((await host.KeyAsync("acme", "7")).Tenant, update.GetProperty("updateId").GetString()!, Token);
        Assert.Equal("expired", letter!.Letter.Kind);
    }

    [Fact]
    public async Task Patch_whose_key_was_refused_spends_no_attempts_of_the_schedule_and_waits_with_its_tenant()
    {
        await using var host = await RunningHost.StartAsync();
        host.Sandbox.Throw("kulea", new SandboxFault { Status = 401, Count = 3 });

        var update = await host.SettledAsync(await host.AcceptAsync("demo-kulea", "7", """{"firstName":"A"}"""));

        Assert.Equal("delivered", update.GetProperty("status").GetString());
        var times = update.GetProperty("attempts").EnumerateArray().Select(attempt => attempt.GetProperty("at").GetDateTimeOffset()).ToArray();
        Assert.All(times.Zip(times.Skip(1)).Index(), pair =>
            Assert.InRange(pair.Item.Second - pair.Item.First, TimeSpan.FromMinutes(1 << pair.Index), TimeSpan.FromMinutes(1 << pair.Index) * 1.5));
    }
}
