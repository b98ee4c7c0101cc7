using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Text.RegularExpressions;
using ContactRelay.Delivery;
using ContactRelay.Sandbox;
using ContactRelay.Telemetry;
using ContactRelay.Tests.LocalHost;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ContactRelay.Tests.Telemetry;

/// <summary>What becomes of updates is counted, each once, under tags that no sender chooses.</summary>
public sealed partial class RelayMetricsTests : IAsyncLifetime
{
    private const string Kulea = "tenant=demo-kulea provider=kulea";

    private RunningHost _host = null!;
    private RecordedMetrics _metrics = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _host = await RunningHost.StartAsync(
        [
            """
            { "id": "brief", "provider": "kulea", "baseUrl": "SANDBOX", "apiKeySecret": "demo-kulea", "limits": { "maxAge": "00:01:00" },
              "callers": [ { "name": "test", "keySha256": "c48a01f49fd0f2cc404bc3cbbc80e91457a3d41bb429a695243de4c61794155c" } ] }
            """,
        ]);
        _metrics = new(_host.Services);
    }

    public async ValueTask DisposeAsync()
    {
        _metrics.Dispose();
        await _host.DisposeAsync();
    }

    [Fact]
    public async Task Updates_that_wait_and_go_together_are_two_accepted_two_attempts_and_one_coalesced()
    {
        _host.Sandbox.Throw("kulea", new SandboxFault { Status = 503 });
        var first = await _host.AcceptAsync("demo-kulea", "7", """{"firstName":"A"}""");
        await _host.UntilAsync(first, update => update.GetProperty("attemptCount").GetInt32() == 1);
        var second = await _host.AcceptAsync("demo-kulea", "7", """{"lastName":"B"}""");
        await _host.SettledAsync(first);
        await _host.SettledAsync(second);

        await UntilAsync(() => _metrics.Values("contactrelay.updates.coalesced").Count > 0);
        Assert.Equal(new Dictionary<string, double> { [Kulea] = 2 }, _metrics.Sums("contactrelay.updates.accepted"));
        Assert.Equal(new Dictionary<string, double> { [$"{Kulea} status=delivered"] = 2 }, _metrics.Sums("contactrelay.updates.settled"));
        Assert.Equal(
            new Dictionary<string, double> { [$"{Kulea} outcome=retryLater"] = 1, [$"{Kulea} outcome=delivered"] = 1 },
            _metrics.Sums("contactrelay.delivery.attempts"));
        Assert.Equal(new Dictionary<string, double> { [Kulea] = 1 }, _metrics.Sums("contactrelay.updates.coalesced"));

        // The first retry is after 5 seconds, give or take a fifth, and the clock moves by some milliseconds at most while a call is made.
        var times = _metrics.Values("contactrelay.updates.time_to_delivered")[Kulea].ToArray();
        Assert.Equal(2, times.Length);
        Assert.All(times, seconds => Assert.InRange(seconds, 3.9, 6.1));
        Assert.Equal(2, _metrics.Values("contactrelay.provider.call.duration")[Kulea].Count(seconds => seconds is >= 0 and < 0.1));
    }

    [Fact]
    public async Task Update_that_is_sent_again_under_its_key_counts_once()
    {
        for (var i = 0; i < 3; i++)
        {
            using var response = await _host.PatchAsync("demo-kulea", "7", """{"firstName":"A"}""", "key-1");
            Assert.Equal(202, (int)response.StatusCode);
        }

        Assert.Equal(new Dictionary<string, double> { [Kulea] = 1 }, _metrics.Sums("contactrelay.updates.accepted"));
    }

    [Fact]
    public async Task Updates_that_end_without_being_delivered_count_under_their_status()
    {
        await _host.SettledAsync(await _host.AcceptAsync("demo-kulea", "7", """{"firstName":"A"}"""));
        var old = await _host.AcceptAsync("demo-kulea", "7", """{"firstName":"B"}""", "?occurredAt=2026-01-31T11:00:00Z");
        var scheduled = await _host.AcceptAsync("demo-kulea", "7", """{"firstName":"C"}""", "?deliverAt=2026-03-01T00:00:00Z");
        using var cancel = await _host.Client.DeleteAsync(scheduled, Token);
        await _host.AcceptAsync("demo-kulea", "8", """{"firstName":"D"}""", "?deliverAt=2026-03-01T00:00:00Z");
        using var erase = await _host.Client.DeleteAsync("/api/tenants/demo-kulea/contacts/8", Token);
        _host.Sandbox.Throw("kulea", new SandboxFault { Status = 400 });
        await _host.SettledAsync(await _host.AcceptAsync("demo-kulea", "9", """{"firstName":"E"}"""));

        Assert.Equal("superseded", (await _host.GetAsync(old)).GetProperty("status").GetString());
        Assert.Equal((200, 204), ((int)cancel.StatusCode, (int)erase.StatusCode));
        await UntilAsync(() => _metrics.Sums("contactrelay.updates.settled").ContainsKey($"{Kulea} status=rejected"));
        Assert.Equal(
            new Dictionary<string, double>
            {
                [$"{Kulea} status=delivered"] = 1,
                [$"{Kulea} status=superseded"] = 1,
                [$"{Kulea} status=cancelled"] = 2,
                [$"{Kulea} status=rejected"] = 1,
            },
            _metrics.Sums("contactrelay.updates.settled"));
        Assert.Equal(5, _metrics.Sums("contactrelay.updates.accepted")[Kulea]);
    }

    [Fact]
    public async Task Update_that_expires_while_its_tenant_is_held_is_counted_though_no_call_is_made_for_it()
    {
        _host.Sandbox.Throw("kulea", new SandboxFault { Status = 429, RetryAfter = "7200" });
        var first = await _host.AcceptAsync("brief", "7", """{"firstName":"A"}""");
        await _host.UntilAsync(first, update => update.GetProperty("attemptCount").GetInt32() == 1);
        var second = await _host.AcceptAsync("brief", "8", """{"firstName":"B"}""");
        await _host.SettledAsync(second);

        await UntilAsync(() => _metrics.Sums("contactrelay.updates.settled").ContainsKey("tenant=brief provider=kulea status=expired"));
        Assert.Equal(new Dictionary<string, double> { ["tenant=brief provider=kulea outcome=throttled"] = 1 }, _metrics.Sums("contactrelay.delivery.attempts"));
    }

    [Fact]
    public async Task What_is_pending_and_held_is_published_each_minute_and_is_0_when_it_is_over()
    {
        var scheduled = await _host.AcceptAsync("demo-kulea", "7", """{"firstName":"A"}""", "?deliverAt=2026-03-01T00:00:00Z");
        _host.Sandbox.Throw("bosscart", new SandboxFault { Status = 429, RetryAfter = "7200" });
        var held = await _host.AcceptAsync("demo-bosscart", "7", """{"email":"ada@example.com","name":"Ada"}""");
        await _host.UntilAsync(held, update => update.TryGetProperty("hold", out _));
        const string bosscart = "tenant=demo-bosscart provider=bosscart";
        await EachMinuteAsync(() => _metrics.Values("contactrelay.tenants.held").Contains(bosscart));

        Assert.Equal(1, _metrics.Values("contactrelay.updates.pending")[Kulea].Last());
        Assert.Equal(1, _metrics.Values("contactrelay.updates.pending")[bosscart].Last());
        Assert.Equal([bosscart], _metrics.Sums("contactrelay.tenants.held").Keys);
        using var cancel = await _host.Client.DeleteAsync(scheduled, Token);
        using var resume = new HttpRequestMessage(HttpMethod.Post, "/api/tenants/demo-bosscart/resume") { Headers = { { "x-functions-key", "dev-admin" } } };
        using var resumed = await _host.Client.SendAsync(resume, Token);
        await EachMinuteAsync(() => _metrics.Values("contactrelay.tenants.held")[bosscart].Last() == 0 && _metrics.Values("contactrelay.updates.pending")[Kulea].Last() == 0);
    }

    [Fact]
    public void Instruments_have_the_units_and_bounds_that_docs_say()
    {
        var instruments = AllInstruments();
        var docs = File.ReadAllText(Path.Combine(Repository.Root, "docs", "telemetry.md"));

        Assert.Equal(13, instruments.Count);
        Assert.All(instruments.Values, instrument => Assert.Contains($"| `{instrument.Name}` | `{instrument.Unit}` |", docs, StringComparison.Ordinal));
        Assert.All(
            instruments.Values.OfType<Histogram<double>>(),
            histogram => Assert.Contains(string.Join(", ", histogram.Advice!.HistogramBucketBoundaries!), docs, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("infra/modules/workbook.json", 11)]
    [InlineData("infra/modules/alerts.bicep", 3)]
    [InlineData("docs/telemetry.md", 13)]
    public void Files_name_metrics_that_there_are(string path, int count)
    {
        var named = MetricNames().Matches(File.ReadAllText(Path.Combine(Repository.Root, path))).Select(match => match.Value).ToHashSet();

        Assert.Equal(count, named.Count);
        Assert.Subset(AllInstruments().Keys.ToHashSet(), named);
    }

    /// <summary>All that there are, also those that nobody has used yet.</summary>
    private ConcurrentDictionary<string, Instrument> AllInstruments()
    {
        _host.Services.GetRequiredService<BacklogMetrics>();
        _host.Services.GetRequiredService<RelayMetrics>();
        return _metrics.Instruments;
    }

    private async Task EachMinuteAsync(Func<bool> isSo)
    {
        while (!isSo())
        {
            _host.Time.Advance(TimeSpan.FromMinutes(1));
            await UntilAsync(() => true);
        }
    }

    /// <summary>What is measured comes after what it tells of can be seen.</summary>
    private static async Task UntilAsync(Func<bool> isSo)
    {
        do
        {
            Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
        while (!isSo());
    }

    [GeneratedRegex(@"contactrelay(\.[a-z_]+)+(?![a-z_./-])")]
    private static partial Regex MetricNames();
}
