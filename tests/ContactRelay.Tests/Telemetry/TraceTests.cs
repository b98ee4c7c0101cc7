using System.Diagnostics;
using System.Text.Json;
using ContactRelay.Delivery;
using ContactRelay.Sandbox;
using ContactRelay.Tests.LocalHost;
using Xunit;

namespace ContactRelay.Tests.Telemetry;

/// <summary>One trace leads from the caller through the queue to the provider, whatever happens on the way.</summary>
public sealed class TraceTests
{
    private const string Patch = """{"firstName":"A"}""";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Update_that_is_tried_twice_has_both_calls_in_its_callers_trace()
    {
        using var spans = new RecordedSpans();
        await using var host = await RunningHost.StartAsync();
        host.Sandbox.Throw("kulea", new SandboxFault { Status = 503 });

        await host.SettledAsync(await AcceptAsync(host, spans.TraceParent));

        var attempts = await spans.UntilAsync(ActivityKind.Consumer, 2, Token);
        var request = Assert.Single(spans.Of(ActivityKind.Server));
        var sent = Assert.Single(spans.Of(ActivityKind.Producer));
        var calls = spans.Of(ActivityKind.Client);
        Assert.Equal("PATCH /api/tenants/{tenant}/contacts/{contactId}", request.DisplayName);
        Assert.Equal(spans.Caller.SpanId, request.ParentSpanId);
        Assert.Equal(202, request.GetTagItem("http.response.status_code"));
        Assert.Equal(("send contact-updates", request.SpanId), (sent.DisplayName, sent.ParentSpanId));
        Assert.Equal(2, attempts.Count);
        Assert.All(attempts, attempt => Assert.Equal(("process contact-updates", sent.SpanId), (attempt.DisplayName, attempt.ParentSpanId)));
        Assert.All(attempts, attempt => Assert.Equal(sent.SpanId, Assert.Single(attempt.Links).Context.SpanId));
        Assert.Equal(attempts.Select(attempt => attempt.SpanId), calls.Select(call => call.ParentSpanId));
        Assert.Equal([503, 200], calls.Select(call => call.GetTagItem("http.response.status_code")));
        Assert.Equal(["retryLater", "delivered"], calls.Select(call => call.GetTagItem("outcome")));
    }

    [Fact]
    public async Task Spans_have_the_attributes_of_the_conventions_and_no_url()
    {
        using var spans = new RecordedSpans();
        await using var host = await RunningHost.StartAsync();

        await host.SettledAsync(await AcceptAsync(host, spans.TraceParent));

        var process = Assert.Single(await spans.UntilAsync(ActivityKind.Consumer, 1, Token));
        var call = Assert.Single(spans.Of(ActivityKind.Client));
        Assert.Equal(
            ["http.request.method=POST", "http.response.status_code=200", "outcome=delivered", "provider=kulea", "server.address=127.0.0.1",
                $"server.port={host.Sandbox.BaseAddress.Port}", "tenant=demo-kulea"],
            Tags(call));
        Assert.Equal(
            ["messaging.destination.name=contact-updates", $"messaging.message.id={process.GetTagItem("messaging.message.id")}", "messaging.operation.name=process",
                "messaging.operation.type=process", "messaging.system=azure_queue_storage", "tenant=demo-kulea"],
            Tags(process));
    }

    [Fact]
    public async Task Call_without_an_answer_is_an_error_of_its_span()
    {
        using var spans = new RecordedSpans();
        await using var host = await RunningHost.StartAsync();
        host.Sandbox.Throw("kulea", new SandboxFault { Reset = true });

        await host.SettledAsync(await AcceptAsync(host, spans.TraceParent));

        var call = (await spans.UntilAsync(ActivityKind.Client, 2, Token))[0];
        Assert.Equal((ActivityStatusCode.Error, "noAnswer", null), (call.Status, call.GetTagItem("error.type"), call.GetTagItem("http.response.status_code")));
    }

    [Fact]
    public async Task Update_that_comes_on_the_queue_goes_on_with_its_senders_trace()
    {
        using var spans = new RecordedSpans();
        await using var host = await RunningHost.StartAsync();

        await host.EnqueueAsync($$"""{"tenant":"demo-kulea","contactId":"7","changes":{{Patch}},"traceparent":"{{spans.TraceParent}}"}""");

        var call = Assert.Single(await spans.UntilAsync(ActivityKind.Client, 1, Token));
        var process = Assert.Single(await spans.UntilAsync(ActivityKind.Consumer, 1, Token));
        Assert.Equal((spans.Caller.SpanId, process.SpanId), (process.ParentSpanId, call.ParentSpanId));
    }

    [Fact]
    public async Task Two_updates_that_go_in_one_call_are_in_the_trace_of_the_wake_up_that_led_to_it()
    {
        using var first = new RecordedSpans();
        using var second = new RecordedSpans();
        await using var host = await RunningHost.StartAsync();
        host.Sandbox.Throw("kulea", new SandboxFault { Status = 503 });
        var one = await AcceptAsync(host, first.TraceParent);
        await host.UntilAsync(one, update => update.GetProperty("attemptCount").GetInt32() == 1);

        var other = await AcceptAsync(host, second.TraceParent);
        await host.SettledAsync(one);
        await host.SettledAsync(other);

        await first.UntilAsync(ActivityKind.Consumer, 2, Token);
        await second.UntilAsync(ActivityKind.Consumer, 1, Token);
        Assert.Equal(2, host.Sandbox.Requests("kulea").Count);
        Assert.Equal(2, first.Of(ActivityKind.Client).Count + second.Of(ActivityKind.Client).Count);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("7")]
    [InlineData("\"\"")]
    [InlineData("\"00-00000000000000000000000000000000-0000000000000000-01\"")]
    [InlineData("\"of some other system\"")]
    public void Read_message_without_a_trace_that_can_be_read_is_read_all_the_same(string? traceParent)
    {
        var member = traceParent is null ? "" : $",\"traceparent\":{traceParent}";

        var read = QueueMessageReader.Read($$"""{"tenant":"acme","contactId":"7"{{member}}}""");

        Assert.Equal((null, null, new("acme", "7")), (read.Problem, read.TraceParent, read.Key));
    }

    [Fact]
    public void Again_and_Write_take_the_trace_along()
    {
        const string trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

        var wakeUp = QueueMessageReader.Read(QueueMessage.Write(new(new("acme", "7"), DateTimeOffset.UnixEpoch, TraceParent: trace)));
        var again = QueueMessageReader.Read(wakeUp.Again("m1", DateTimeOffset.UnixEpoch));
        var without = QueueMessage.Write(new(new("acme", "7"), DateTimeOffset.UnixEpoch));

        Assert.Equal((trace, trace, 1), (wakeUp.TraceParent, again.TraceParent, again.Tries));
        using var json = JsonDocument.Parse(without);
        Assert.Equal(["tenant", "contactId"], json.RootElement.EnumerateObject().Select(property => property.Name));
    }

    private static IEnumerable<string> Tags(Activity span) => span.TagObjects.Where(tag => tag.Value is not null).Select(tag => $"{tag.Key}={tag.Value}").Order(StringComparer.Ordinal);

    /// <summary>Sends an update in a trace, and what the test asks after that in none.</summary>
    private static async Task<Uri> AcceptAsync(RunningHost host, string traceParent)
    {
        host.Client.DefaultRequestHeaders.Add("traceparent", traceParent);
        var location = await host.AcceptAsync("demo-kulea", "7", Patch);
        host.Client.DefaultRequestHeaders.Remove("traceparent");
        return location;
    }
}
