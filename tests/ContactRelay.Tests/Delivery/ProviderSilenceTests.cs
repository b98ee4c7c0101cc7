using System.Text;
using ContactRelay.Delivery;
using Xunit;

namespace ContactRelay.Tests.Delivery;

/// <summary>A provider that answers slowly, or never: a call takes 30 seconds and no longer, however busy its line is.</summary>
public sealed class ProviderSilenceTests
{
    private static readonly TimeSpan Pause = ProviderSender.Timeout / 3;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("", "", "")]
    [InlineData("HTTP/1.1 200 OK\r\n", "X-First: 1\r\n", "X-Second: 2\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n", "{\"success\"", ":tr")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", "2\r\n{}\r\n", "1\r\n \r\n")]
    [InlineData("HTTP/1.1 103 Early Hints\r\n\r\n", "HTTP/1.1 103 Early Hints\r\n\r\n", "HTTP/1.1 103 Early Hints\r\n\r\n")]
    public async Task CallAsync_slow_answer_ends_with_the_time_out(string first, string second, string third)
    {
        using var said = new SemaphoreSlim(0);
        using var goOn = new SemaphoreSlim(0);
        await using var server = new ScriptedServer(async (socket, cancellation) =>
        {
            foreach (var part in new[] { first, second, third })
            {
                await socket.SendAsync(Encoding.ASCII.GetBytes(part), cancellation);
                said.Release();
                await goOn.WaitAsync(cancellation);
            }

            await ScriptedServer.Silence()(socket, cancellation);
        });
        await using var calls = new ProviderCalls();
        var calling = calls.CallAsync("kulea", server.Url);

        for (var i = 0; i < 3; i++)
        {
            await said.WaitAsync(Cancellation);
            Assert.False(calling.IsCompleted);
            calls.Time.Advance(Pause);
            goOn.Release();
        }

        var report = await calling;
        Assert.Equal(("noAnswer", null, true), (report.Attempt.Outcome, report.Attempt.HttpStatus, report.Attempt.Unknown));
        Assert.Equal("No answer within 30 seconds.", report.Attempt.Reason);
        Assert.Equal((int)ProviderSender.Timeout.TotalMilliseconds, report.Attempt.Milliseconds);
    }
}
