using Xunit;

namespace ContactRelay.Tests.LocalHost;

/// <summary>The same update twice is one update.</summary>
public sealed class ReplayTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Patch_with_the_same_key_and_body_gives_the_first_answer_and_one_call()
    {
        await using var host = await RunningHost.StartAsync();
        using var first = await host.PatchAsync("demo-kulea", "7", """{"firstName":"A","lastName":"B"}""", "key-1");
        await host.SettledAsync(first.Headers.Location!);

        using var second = await host.PatchAsync("demo-kulea", "7", """{ "lastName":"B", "firstName":"A" }""", "key-1");

        Assert.Equal(202, (int)second.StatusCode);
        Assert.Equal("true", Assert.Single(second.Headers.GetValues("Idempotent-Replayed")));
        Assert.False(first.Headers.Contains("Idempotent-Replayed"));
        Assert.Equal(first.Headers.Location, second.Headers.Location);
        Assert.Equal(await first.Content.ReadAsStringAsync(Token), await second.Content.ReadAsStringAsync(Token));
        Assert.Single(host.Sandbox.Requests("kulea"));
    }

    [Fact]
    public async Task Patch_with_the_same_key_and_another_body_is_refused()
    {
        await using var host = await RunningHost.StartAsync();
        using var first = await host.PatchAsync("demo-kulea", "7", """{"firstName":"A"}""", "key-1");

        using var second = await host.PatchAsync("demo-kulea", "7", """{"firstName":"B"}""", "key-1");

        Assert.Equal(422, (int)second.StatusCode);
        Assert.Equal(["/idempotencyKey"], await FiveCallsTests.PointersAsync(second));
    }

    [Fact]
    public async Task Patch_with_the_same_key_for_another_contact_is_another_update()
    {
        await using var host = await RunningHost.StartAsync();
        using var first = await host.PatchAsync("demo-kulea", "7", """{"firstName":"A"}""", "key-1");

        using var second = await host.PatchAsync("demo-kulea", "8", """{"firstName":"A"}""", "key-1");

        Assert.Equal(202, (int)second.StatusCode);
        Assert.NotEqual(first.Headers.Location, second.Headers.Location);
    }

    [Fact]
    public async Task Patch_that_is_older_than_what_was_delivered_says_so_and_calls_nobody()
    {
        await using var host = await RunningHost.StartAsync();
        await host.SettledAsync(await host.AcceptAsync("demo-kulea", "7", """{"firstName":"new"}"""));

        using var old = await host.PatchAsync("demo-kulea", "7", """{"firstName":"old"}""", query: "?occurredAt=2026-01-31T11:00:00Z");

        Assert.Equal("superseded", (await RunningHost.ReadAsync(old)).GetProperty("status").GetString());
        Assert.Equal("superseded", (await host.GetAsync(old.Headers.Location!)).GetProperty("status").GetString());
        Assert.Single(host.Sandbox.Requests("kulea"));
    }

    [Fact]
    public async Task Patch_that_is_older_in_some_fields_is_delivered_without_them()
    {
        await using var host = await RunningHost.StartAsync();
        await host.SettledAsync(await host.AcceptAsync("demo-kulea", "7", """{"firstName":"new"}"""));

        var update = await host.SettledAsync(await host.AcceptAsync(
            "demo-kulea", "7", """{"firstName":"old","lastName":"B"}""", "?occurredAt=2026-01-31T13:00:00%2B02:00"));

        Assert.Equal("delivered", update.GetProperty("status").GetString());
        Assert.Equal("/firstName", Assert.Single(update.GetProperty("overtaken").EnumerateArray()).GetString());
        Assert.Equal("""{"forename":"new","surname":"B"}""", host.Sandbox.Contact("kulea", "7")!.Values.GetRawText());
    }

    [Fact]
    public async Task Patch_with_deliver_at_that_comes_again_long_after_it_gives_the_first_answer()
    {
        await using var host = await RunningHost.StartAsync();
        const string Query = "?deliverAt=2026-02-01T12:00:00Z";
        using var first = await host.PatchAsync("demo-kulea", "7", """{"firstName":"A"}""", "key-1", Query);
        await host.SettledAsync(first.Headers.Location!);
        host.Time.Advance(TimeSpan.FromDays(2));

        using var second = await host.PatchAsync("demo-kulea", "7", """{"firstName":"A"}""", "key-1", Query);

        Assert.Equal(202, (int)second.StatusCode);
        Assert.Equal(first.Headers.Location, second.Headers.Location);
    }

    [Fact]
    public async Task Patch_with_deliver_at_waits_for_it()
    {
        await using var host = await RunningHost.StartAsync();
        var later = await host.AcceptAsync("demo-kulea", "7", """{"firstName":"later"}""", "?deliverAt=2026-02-02T00:00:00Z");
        await host.SettledAsync(await host.AcceptAsync("demo-kulea", "7", """{"firstName":"now"}"""));

        Assert.Equal("accepted", (await host.GetAsync(later)).GetProperty("status").GetString());
        Assert.Equal("now", host.Sandbox.Contact("kulea", "7")!.Values.GetProperty("forename").GetString());

        await host.SettledAsync(later);
        Assert.Equal("later", host.Sandbox.Contact("kulea", "7")!.Values.GetProperty("forename").GetString());
        Assert.True(host.Time.GetUtcNow() >= new DateTimeOffset(2026, 2, 2, 0, 0, 0, TimeSpan.Zero));
    }
}
