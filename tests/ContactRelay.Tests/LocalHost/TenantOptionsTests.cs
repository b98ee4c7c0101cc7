using System.Text;
using System.Text.Json;
using ContactRelay.Sandbox;
using Xunit;

namespace ContactRelay.Tests.LocalHost;

/// <summary>What a tenant's document chooses.</summary>
public sealed class TenantOptionsTests
{
    private const string KeyHash = "c48a01f49fd0f2cc404bc3cbbc80e91457a3d41bb429a695243de4c61794155c";

    [Fact]
    public async Task Unmapped_ignore_leaves_out_what_has_no_place_and_says_so()
    {
        await using var host = await RunningHost.StartAsync([Tenant("\"unmapped\": \"ignore\"")]);

        using var response = await host.PatchAsync("acme", "7", """{"firstName":"A","jobTitle":"Boss"}""");

        var accepted = await RunningHost.ReadAsync(response);
        Assert.Equal("/jobTitle", Assert.Single(accepted.GetProperty("leftOut").EnumerateArray()).GetString());
        await host.SettledAsync(response.Headers.Location!);
        Assert.Equal("""{"forename":"A"}""", Body(Assert.Single(host.Sandbox.Requests("kulea"))));
    }

    [Fact]
    public async Task Unmapped_ignore_says_so_in_a_replay_too()
    {
        await using var host = await RunningHost.StartAsync([Tenant("\"unmapped\": \"ignore\"")]);
        using var first = await host.PatchAsync("acme", "7", """{"firstName":"A","jobTitle":"Boss"}""", "key-1");

        using var second = await host.PatchAsync("acme", "7", """{"firstName":"A","jobTitle":"Boss"}""", "key-1");

        Assert.Equal(
            await first.Content.ReadAsStringAsync(TestContext.Current.CancellationToken),
            await second.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Tenant_by_the_name_of_contacts_keeps_its_contacts_apart()
    {
        await using var host = await RunningHost.StartAsync([Tenant("\"limits\": {}").Replace("\"acme\"", "\"contacts\"", StringComparison.Ordinal)]);

        await host.SettledAsync(await host.AcceptAsync("contacts", "7", """{"firstName":"A"}"""));

        Assert.Equal("A", host.Sandbox.Contact("kulea", "7")!.Values.GetProperty("forename").GetString());
    }

    [Fact]
    public async Task Unmapped_ignore_refuses_an_update_of_which_nothing_is_left()
    {
        await using var host = await RunningHost.StartAsync([Tenant("\"unmapped\": \"ignore\"")]);

        using var response = await host.PatchAsync("acme", "7", """{"jobTitle":"Boss"}""");

        Assert.Equal(422, (int)response.StatusCode);
    }

    [Fact]
    public async Task Delivery_each_makes_a_call_of_each_update_in_order()
    {
        await using var host = await RunningHost.StartAsync([Tenant("\"delivery\": \"each\"")]);
        host.Sandbox.Throw("kulea", new SandboxFault { Status = 503 });
        var first = await host.AcceptAsync("acme", "7", """{"firstName":"A"}""");
        await host.UntilAsync(first, update => update.GetProperty("attemptCount").GetInt32() == 1);
        var second = await host.AcceptAsync("acme", "7", """{"firstName":"B"}""");

        await host.SettledAsync(first);
        await host.SettledAsync(second);

        Assert.Equal(
            ["""{"forename":"A"}""", """{"forename":"A"}""", """{"forename":"B"}"""],
            host.Sandbox.Requests("kulea").Select(Body));
    }

    [Fact]
    public async Task Max_age_is_how_long_an_update_is_tried()
    {
        await using var host = await RunningHost.StartAsync([Tenant("\"limits\": { \"maxAge\": \"00:10:00\" }")]);
        host.Sandbox.Throw("kulea", new SandboxFault { Status = 500, Count = 100 });

        var update = await host.SettledAsync(await host.AcceptAsync("acme", "7", """{"firstName":"A"}"""));

        Assert.Equal("expired", update.GetProperty("status").GetString());
        Assert.InRange(Age(update), TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(25));
    }

    [Fact]
    public async Task Api_key_that_is_not_there_is_told_and_the_update_waits()
    {
        await using var host = await RunningHost.StartAsync([Tenant("\"limits\": {}", secret: "acme-nowhere")]);

        var update = await host.UntilAsync(
            await host.AcceptAsync("acme", "7", """{"firstName":"A"}"""), update => update.GetProperty("attemptCount").GetInt32() > 0);

        Assert.Equal("accepted", update.GetProperty("status").GetString());
        var attempt = update.GetProperty("attempts")[0];
        Assert.Equal("unauthorized", attempt.GetProperty("outcome").GetString());
        Assert.Contains("'acme-nowhere'", attempt.GetProperty("reason").GetString(), StringComparison.Ordinal);
        Assert.Empty(host.Sandbox.Requests("kulea"));
    }

    private static string Tenant(string more, string secret = "demo-kulea") => $$"""
        { "id": "acme", "provider": "kulea", "baseUrl": "SANDBOX", "apiKeySecret": "{{secret}}", {{more}},
          "callers": [ { "name": "test", "keySha256": "{{KeyHash}}" } ] }
        """;

    private static string Body(SandboxRequest request) => Encoding.UTF8.GetString(request.Body.Span);

    private static TimeSpan Age(JsonElement update) =>
        update.GetProperty("settledAt").GetDateTimeOffset() - update.GetProperty("acceptedAt").GetDateTimeOffset();
}
