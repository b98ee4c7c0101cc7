using System.Net;
using System.Net.Sockets;
using ContactRelay.Delivery;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ContactRelay.Tests.Delivery;

public sealed class ProviderSenderFailureTests : ProviderSenderTest
{
    [Fact]
    public async Task SendAsync_connection_refused_was_not_sent()
    {
        int port;
        using (var listener = new TcpListener(IPAddress.Loopback, 0))
        {
            listener.Start();
            port = ((IPEndPoint)listener.LocalEndpoint).Port;
        }

        AssertNotSent(Failure(await Sender().SendAsync(Request($"http://127.0.0.1:{port}/users/secret"))));
    }

    [Fact]
    public async Task SendAsync_host_that_does_not_exist_was_not_sent_and_is_named_so()
    {
        // Longer than a name may be (RFC 1035), so that no resolver has to be asked.
        var url = $"http://{new string('a', 64)}.invalid/";

        var outcome = Failure(await Sender().SendAsync(Request(url)));

        AssertNotSent(outcome);
        Assert.Contains("could not be resolved", outcome.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("localhost")]
    [InlineData("[::ffff:127.0.0.1]")]
    [InlineData("2130706433")]
    [InlineData("localhost.")]
    public async Task SendAsync_host_without_a_public_address_is_not_connected_to(string host)
    {
        await using var server = new ScriptedServer(ScriptedServer.Send(ScriptedServer.Http("200 OK")));

        var outcome = Failure(await Sender(allowLocal: false).SendAsync(Request($"http://{host}:{server.Port}/")));

        AssertNotSent(outcome);
        Assert.Equal(0, server.UnreadRequests);
    }

    [Fact]
    public async Task SendAsync_plain_text_where_tls_is_expected_was_not_sent()
    {
        using var plain = new TcpListener(IPAddress.Loopback, 0);
        plain.Start();
        var sending = Sender().SendAsync(Request($"https://127.0.0.1:{((IPEndPoint)plain.LocalEndpoint).Port}/"));
        using (var socket = await plain.AcceptSocketAsync(Cancellation))
        {
            await socket.ReceiveAsync(new byte[1], Cancellation);
            await socket.SendAsync("HTTP/1.1 400 Bad Request\r\n\r\n"u8.ToArray(), Cancellation);
        }

        AssertNotSent(Failure(await sending));
    }

    [Theory]
    [InlineData("")]
    [InlineData("HTTP/1.1 200")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Len")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"success\":")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nnonsense\r\n{}\r\n")]
    public async Task SendAsync_connection_ends_before_the_answer_does_is_no_answer(string sent)
    {
        await using var closing = new ScriptedServer(ScriptedServer.SendAndClose(sent));
        await using var resetting = new ScriptedServer(ScriptedServer.SendAndReset(sent));

        AssertNoAnswer(Failure(await Sender().SendAsync(Request(closing.Url))));
        AssertNoAnswer(Failure(await Sender().SendAsync(Request(resetting.Url))));
    }

    [Fact]
    public async Task SendAsync_connection_ends_without_an_answer_sends_only_once()
    {
        await using var server = new ScriptedServer(
            ScriptedServer.Send(ScriptedServer.Http("200 OK")), ScriptedServer.SendAndClose(""), ScriptedServer.Send(ScriptedServer.Http("200 OK")));
        var sender = Sender();

        Assert.Equal(200, Answer(await sender.SendAsync(Request(server.Url))).Status);
        AssertNoAnswer(Failure(await sender.SendAsync(Request(server.Url))));

        await server.RequestAsync(Cancellation);
        await server.RequestAsync(Cancellation);
        Assert.Equal(0, server.UnreadRequests);
    }

    [Theory]
    [InlineData("SSH-2.0-OpenSSH_9.6\r\n\r\n")]
    [InlineData("<html>hello</html>\r\n\r\n")]
    [InlineData("HTTP/1.1 abc OK\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nno colon here\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 8\r\n\r\nnot gzip")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Encoding: br\r\nContent-Length: 10\r\n\r\nnot brotli")]
    public async Task SendAsync_garbage_is_no_answer(string garbage)
    {
        await using var server = new ScriptedServer(ScriptedServer.SendAndClose(garbage));

        AssertNoAnswer(Failure(await Sender().SendAsync(Request(server.Url))));
    }

    [Theory]
    [InlineData("")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{")]
    public async Task SendAsync_time_out_is_no_answer(string sent)
    {
        await using var server = new ScriptedServer(async (socket, cancellation) =>
        {
            await ScriptedServer.Send(sent)(socket, cancellation);
            await ScriptedServer.Silence()(socket, cancellation);
        });
        var sending = Sender().SendAsync(Request(server.Url));
        await server.RequestAsync(Cancellation);

        Time.Advance(ProviderSender.Timeout - TimeSpan.FromTicks(1));
        Assert.False(sending.IsCompleted);
        Time.Advance(TimeSpan.FromTicks(1));

        var outcome = Failure(await sending);
        AssertNoAnswer(outcome);
        Assert.Contains("30 seconds", outcome.Reason, StringComparison.Ordinal);
    }

    // What SocketsHttpHandler throws when its ConnectTimeout has passed, long before the call's own time-out.
    [Fact]
    public async Task SendAsync_time_out_of_the_connection_was_not_sent()
    {
        using var handler = new ThrowingHandler(new TaskCanceledException("A connection could not be established.", new TimeoutException()));
        var sender = Sender(configure: services => services
            .AddHttpClient(ProviderSender.ClientName).ConfigurePrimaryHttpMessageHandler(() => handler));

        AssertNotSent(Failure(await sender.SendAsync(Request("https://acme.example/"))));
    }

    [Fact]
    public async Task SendAsync_failure_names_neither_url_nor_key()
    {
        using var handler = new ThrowingHandler(new HttpRequestException("https://acme.example/users/secret"));
        var sender = Sender(configure: services => services
            .AddHttpClient(ProviderSender.ClientName).ConfigurePrimaryHttpMessageHandler(() => handler));

        var outcome = Failure(await sender.SendAsync(Request("https://acme.example/users/secret", authorization: "secret")));

        Assert.DoesNotContain("secret", outcome.ToString(), StringComparison.Ordinal);
    }

    private sealed class ThrowingHandler(Exception exception) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromException<HttpResponseMessage>(exception);
    }
}
