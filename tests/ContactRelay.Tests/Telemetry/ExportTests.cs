using ContactRelay.Sandbox;
using ContactRelay.Tests.LocalHost;
using ContactRelay.Tests.Security;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;
using Xunit;

namespace ContactRelay.Tests.Telemetry;

/// <summary>What the local host sends to a collector, and what it must not.</summary>
public sealed class ExportTests
{
    private const string ContactId = "contact Ωmega/17";
    private const string Name = "Wilhelmina";
    private const string Value = "value-of-a-field";
    private const string IdempotencyKey = "idempotency-key-17";
    private const string Patch = $$"""{"firstName":"{{Name}}","fields":{"name-of-a-field":"{{Value}}"} }""";

    private static readonly string[] Secrets =
    [
        ContactId, Name, Value, "name-of-a-field", IdempotencyKey, "demo-key", "dev-admin", SandboxKeys.Kulea, "/rest/api/users",
    ];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Collector_gets_spans_metrics_and_lines_and_nothing_of_a_contact_or_a_key()
    {
        await using var collector = await OtlpCollector.StartAsync(Token);
        using (var log = new CapturedLog())
        {
            // Ends with the host: what it has not exported by then it exports at its end.
            await using var host = await RunningHost.StartAsync(log: log, settings: collector.Settings);
            host.Sandbox.Throw("kulea", new SandboxFault { Status = 503, Body = $"{Name} of {Value} may not be {SandboxKeys.Kulea}" });
            using var response = await host.PatchAsync("demo-kulea", ContactId, Patch, IdempotencyKey);
            using var wrong = await host.PatchAsync("demo-kulea", ContactId, $$"""{"nosuch":"{{Name}}"}""");
            await host.EnqueueAsync($$"""{"tenant":"{{Name}}","contactId":"{{ContactId}}","changes":{{Patch}},"more":"{{Value}}"}""");
            await host.SettledAsync(response.Headers.Location!);
            await log.UntilAsync(": delivered ", Token);
        }

        var (traces, metrics, logs) = (collector.Text("traces"), collector.Text("metrics"), collector.Text("logs"));
        Assert.All(
            ["PATCH /api/tenants/{tenant}/contacts/{contactId}", "send contact-updates", "process contact-updates", "server.address", "demo-kulea"],
            words => Assert.Contains(words, traces, StringComparison.Ordinal));
        Assert.All(
            ["contactrelay.updates.accepted", "contactrelay.provider.call.duration", "demo-kulea", "retryLater"],
            words => Assert.Contains(words, metrics, StringComparison.Ordinal));
        Assert.Contains("delivered", logs, StringComparison.Ordinal);
        foreach (var secret in Secrets)
        {
            Assert.All([traces, metrics, logs], text =>
            {
                Assert.DoesNotContain(secret, text, StringComparison.OrdinalIgnoreCase);
                Assert.DoesNotContain(Uri.EscapeDataString(secret), text, StringComparison.OrdinalIgnoreCase);
            });
        }
    }

    [Fact]
    public async Task Host_without_a_collector_has_nothing_that_exports()
    {
        await using var host = await RunningHost.StartAsync();

        Assert.Null(host.Services.GetService<TracerProvider>());
        Assert.Null(host.Services.GetService<MeterProvider>());
    }
}
