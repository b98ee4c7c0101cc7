using ContactRelay.Sandbox;
using Xunit;

namespace ContactRelay.Tests.LocalHost;

/// <summary>Updates that are to be delivered later, and may be taken back until then.</summary>
public sealed class ScheduleTests : IAsyncLifetime
{
    private RunningHost _host = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _host = await RunningHost.StartAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Theory]
    [InlineData(6)]
    [InlineData(8)]
    public async Task Update_is_delivered_when_it_is_due_and_not_before_however_far_ahead(int days)
    {
        var due = _host.Time.GetUtcNow().AddDays(days);
        var location = await ScheduleAsync(due);

        // The queue holds a message for seven days: what is further ahead is woken on the way, and must wait on.
        for (var passed = 0; passed < days - 1; passed += 5)
        {
            _host.Time.Advance(TimeSpan.FromDays(Math.Min(5, days - 1 - passed)));
            Assert.Equal("accepted", (await _host.GetAsync(location)).GetProperty("status").GetString());
        }

        Assert.Empty(_host.Sandbox.Requests("kulea"));
        var pending = await _host.GetAsync(location);
        Assert.Equal(due, pending.GetProperty("deliverAt").GetDateTimeOffset());
        Assert.Equal(due, pending.GetProperty("nextAttemptAt").GetDateTimeOffset());

        Assert.Equal("delivered", (await _host.SettledAsync(location)).GetProperty("status").GetString());
        Assert.True(_host.Time.GetUtcNow() >= due);
    }

    [Fact]
    public async Task Update_over_a_year_ahead_is_refused()
    {
        using var response = await _host.PatchAsync(
            "demo-kulea", "7", """{"firstName":"A"}""", query: $"?deliverAt={Uri.EscapeDataString(_host.Time.GetUtcNow().AddDays(367).ToString("O"))}");

        Assert.Equal(422, (int)response.StatusCode);
        Assert.Equal(["/deliverAt"], await FiveCallsTests.PointersAsync(response));
    }

    [Fact]
    public async Task Update_that_waits_can_be_cancelled_and_is_then_never_delivered()
    {
        var due = _host.Time.GetUtcNow().AddDays(1);
        var location = await ScheduleAsync(due);
        var other = await ScheduleAsync(due, """{"lastName":"B"}""");

        using var cancel = await _host.Client.DeleteAsync(location, Token);
        using var again = await _host.Client.DeleteAsync(location, Token);

        Assert.Equal((200, 200), ((int)cancel.StatusCode, (int)again.StatusCode));
        Assert.Equal("cancelled", (await RunningHost.ReadAsync(cancel)).GetProperty("status").GetString());
        await _host.SettledAsync(other);
        Assert.Equal("cancelled", (await _host.GetAsync(location)).GetProperty("status").GetString());
        Assert.Equal("""{"surname":"B"}""", System.Text.Encoding.UTF8.GetString(Assert.Single(_host.Sandbox.Requests("kulea")).Body.Span));
    }

    [Fact]
    public async Task Cancel_of_what_has_been_delivered_or_is_unknown_is_refused()
    {
        var location = await _host.AcceptAsync("demo-kulea", "7", """{"firstName":"A"}""");
        await _host.SettledAsync(location);

        using var late = await _host.Client.DeleteAsync(location, Token);
        using var unknown = await _host.Client.DeleteAsync(new Uri(location, new string('0', 32)), Token);

        Assert.Equal((409, 404), ((int)late.StatusCode, (int)unknown.StatusCode));
        Assert.Equal("/api/problems/too-late", (await RunningHost.ReadAsync(late)).GetProperty("type").GetString());
    }

    [Fact]
    public async Task Cancel_in_the_middle_of_the_call_is_refused_and_the_call_counts()
    {
        _host.Sandbox.Throw("kulea", new SandboxFault { Delay = TimeSpan.FromSeconds(10) });
        var location = await _host.AcceptAsync("demo-kulea", "7", """{"firstName":"A"}""");
        while (_host.Sandbox.Requests("kulea").Count == 0)
        {
            using var status = await _host.Client.GetAsync(location, Token);
        }

        using var cancel = await _host.Client.DeleteAsync(location, Token);
        _host.Time.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal(409, (int)cancel.StatusCode);
        Assert.Equal("delivered", (await _host.SettledAsync(location)).GetProperty("status").GetString());
    }

    private Task<Uri> ScheduleAsync(DateTimeOffset due, string json = """{"firstName":"A"}""") =>
        _host.AcceptAsync("demo-kulea", "7", json, $"?deliverAt={Uri.EscapeDataString(due.ToString("O"))}");
}
