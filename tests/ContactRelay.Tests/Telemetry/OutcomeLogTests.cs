using ContactRelay.Sandbox;
using ContactRelay.Tests.LocalHost;
using ContactRelay.Tests.Security;
using Xunit;

namespace ContactRelay.Tests.Telemetry;

/// <summary>An outcome is one line of the log, with the ids of its updates.</summary>
public sealed class OutcomeLogTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Updates_that_are_tried_and_then_go_together_are_a_line_for_the_attempt_and_one_for_the_delivery()
    {
        using var log = new CapturedLog();
        await using var host = await RunningHost.StartAsync(log: log);
        host.Sandbox.Throw("kulea", new SandboxFault { Status = 503 });
        var first = await host.AcceptAsync("demo-kulea", "7", """{"firstName":"A"}""");
        await host.UntilAsync(first, update => update.GetProperty("attemptCount").GetInt32() == 1);
        var second = await host.AcceptAsync("demo-kulea", "7", """{"lastName":"B"}""");
        await host.SettledAsync(second);

        var lines = Lines(await log.UntilAsync(": delivered ", Token));
        var (one, other) = (first.Segments[^1], second.Segments[^1]);
        Assert.Equal(2, lines.Length);
        Assert.Matches($@"demo-kulea kulea contact [0-9a-f]{{12}}: retryLater \(HTTP 503, \d+ ms\), update {one} ", lines[0]);
        Assert.Matches($@"demo-kulea kulea contact [0-9a-f]{{12}}: delivered \(HTTP 200, \d+ ms\), update {one} {other} ", lines[1]);
    }

    [Fact]
    public async Task Updates_that_are_settled_without_a_call_have_a_line_too()
    {
        using var log = new CapturedLog();
        await using var host = await RunningHost.StartAsync(log: log);
        await host.SettledAsync(await host.AcceptAsync("demo-kulea", "7", """{"firstName":"A"}"""));
        var old = await host.AcceptAsync("demo-kulea", "7", """{"firstName":"B"}""", "?occurredAt=2026-01-31T11:00:00Z");
        var scheduled = await host.AcceptAsync("demo-kulea", "7", """{"firstName":"C"}""", "?deliverAt=2026-03-01T00:00:00Z");
        using var cancel = await host.Client.DeleteAsync(scheduled, Token);

        var lines = Lines(await log.UntilAsync(": cancelled ", Token)).Where(line => line.Contains("without a call", StringComparison.Ordinal)).ToArray();
        Assert.Equal(2, lines.Length);
        Assert.Matches($": superseded without a call, update {old.Segments[^1]} ", lines[0]);
        Assert.Matches($": cancelled without a call, update {scheduled.Segments[^1]} ", lines[1]);
    }

    private static string[] Lines(string log) => [.. log.Split('\n').Where(line => line.Contains("OutcomeRecorder", StringComparison.Ordinal))];
}
