using ContactRelay.Sandbox;
using Xunit;

namespace ContactRelay.Tests.LocalHost;

/// <summary>How much a tenant's document lets be asked of its provider.</summary>
public sealed class RateTests
{
    private const string KeyHash = "c48a01f49fd0f2cc404bc3cbbc80e91457a3d41bb429a695243de4c61794155c";
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Tenant_with_a_rate_is_called_no_faster_and_each_update_comes_in_its_own_slot()
    {
        await using var host = await StartAsync("\"requestsPerSecond\": 2");
        var start = host.Time.GetUtcNow();
        var updates = new List<Uri>();
        for (var i = 0; i < 10; i++)
        {
            updates.Add(await host.AcceptAsync("acme", $"c{i}", """{"firstName":"A"}"""));
        }

        // Until then each update waits on the queue for its own slot.
        for (var halves = 1; halves <= 10; halves++)
        {
            while (host.Sandbox.Requests("kulea").Count < halves)
            {
                Token.ThrowIfCancellationRequested();
                await Task.Yield();
            }

            Assert.Equal(halves, host.Sandbox.Requests("kulea").Count);
            host.Time.Advance(Second / 2);
        }

        foreach (var update in updates)
        {
            Assert.Equal("delivered", (await host.SettledAsync(update)).GetProperty("status").GetString());
        }

        var times = host.Sandbox.Requests("kulea").Select(request => request.At).ToArray();
        Assert.Equal(Enumerable.Range(0, 10).Select(i => start + (i * Second / 2)), times);
    }

    [Fact]
    public async Task Tenant_with_a_limit_of_calls_at_a_time_never_has_more()
    {
        await using var host = await StartAsync("\"concurrency\": 2");
        host.Sandbox.Throw("kulea", new SandboxFault { Delay = Second, Count = 1000 });
        var updates = new List<Uri>();
        for (var i = 0; i < 6; i++)
        {
            updates.Add(await host.AcceptAsync("acme", $"c{i}", """{"firstName":"A"}"""));
        }

        var done = 0;
        for (var polls = 1; done < updates.Count; polls++)
        {
            Token.ThrowIfCancellationRequested();
            Assert.InRange(host.Sandbox.Requests("kulea").Count(request => request.Status is null), 0, 2);
            done = 0;
            foreach (var update in updates)
            {
                done += (await host.GetAsync(update)).GetProperty("status").GetString() == "delivered" ? 1 : 0;
            }

            host.Time.Advance(polls % 20 == 0 ? Second / 4 : TimeSpan.Zero);
        }

        Assert.Equal(6, host.Sandbox.Requests("kulea").Count);
    }

    private static Task<RunningHost> StartAsync(string limits) => RunningHost.StartAsync(
    [
        $$"""
        { "id": "acme", "provider": "kulea", "baseUrl": "SANDBOX", "apiKeySecret": "demo-kulea", "limits": { {{limits}} },
          "callers": [ { "name": "test", "keySha256": "{{KeyHash}}" } ] }
        """,
    ]);
}
