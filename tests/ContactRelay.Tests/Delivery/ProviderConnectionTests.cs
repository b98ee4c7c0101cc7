using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using ContactRelay.Delivery;
using ContactRelay.Mailboxes;
using ContactRelay.Tenants;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ContactRelay.Tests.Delivery;

/// <summary>Connections that cannot be made: nothing was sent, the update is tried again, and the status says why.</summary>
public sealed class ProviderConnectionTests
{
    private const string NoTls = "No TLS connection to the provider could be made.";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task CallAsync_port_that_nobody_listens_on_was_not_sent() =>
        AssertNotSent("The provider could not be connected to.", await CallAsync($"http://127.0.0.1:{FreePort.Next()}"));

    [Theory]
    [InlineData(SocketError.HostNotFound)]
    [InlineData(SocketError.TryAgain)]
    [InlineData(SocketError.NoData)]
    public async Task CallAsync_name_that_does_not_resolve_was_not_sent(SocketError error)
    {
        var report = await CallAsync("https://acme.invalid", (_, _) => throw new SocketException((int)error));

        AssertNotSent("The provider's host name could not be resolved.", report);
    }

    [Fact]
    public async Task CallAsync_name_without_an_address_was_not_sent() =>
        AssertNotSent("The provider could not be connected to.", await CallAsync("https://acme.example", (_, _) => Task.FromResult<IPAddress[]>([])));

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public async Task CallAsync_certificate_that_nobody_vouches_for_is_sent_nothing(int daysLeft)
    {
        using var certificate = SelfSigned.Certificate(daysLeft);
        using var listener = Listen();
        var calling = CallAsync($"https://{listener.LocalEndpoint}");

        var received = await ReceiveAsync(listener, certificate);

        AssertNotSent(NoTls, await calling);
        Assert.Equal(0, received);
    }

    [Fact]
    public async Task CallAsync_connection_that_ends_before_tls_was_not_sent()
    {
        using var listener = Listen();
        var calling = CallAsync($"https://{listener.LocalEndpoint}");

        using (var socket = await listener.AcceptSocketAsync(Cancellation))
        {
            await socket.ReceiveAsync(new byte[1], Cancellation);
        }

        AssertNotSent(NoTls, await calling);
    }

    [Fact]
    public async Task CallAsync_http_at_the_https_port_was_not_sent()
    {
        using var listener = Listen();
        var calling = CallAsync($"https://{listener.LocalEndpoint}");

        using (var socket = await listener.AcceptSocketAsync(Cancellation))
        {
            await socket.ReceiveAsync(new byte[1], Cancellation);
            await socket.SendAsync("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n"u8.ToArray(), Cancellation);
            AssertNotSent(NoTls, await calling);
        }
    }

    private static async Task<SettleReport> CallAsync(string url, Func<string, CancellationToken, Task<IPAddress[]>>? resolve = null)
    {
        await using var calls = new ProviderCalls(services => services.AddHttpClient(ProviderSender.ClientName)
            .ConfigurePrimaryHttpMessageHandler(provider =>
                ProviderConnection.CreateHandler(provider.GetRequiredService<BaseUrlRule>(), resolve)));
        return await calls.CallAsync("kulea", url);
    }

    private static void AssertNotSent(string reason, SettleReport report)
    {
        Assert.Equal(("retryLater", null, false), (report.Attempt.Outcome, report.Attempt.HttpStatus, report.Attempt.Unknown));
        Assert.Equal(reason, report.Attempt.Reason);
    }

    private static TcpListener Listen()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return listener;
    }

    /// <summary>How many bytes came through TLS before the other side gave up.</summary>
    private static async Task<int> ReceiveAsync(TcpListener listener, X509Certificate2 certificate)
    {
        using var socket = await listener.AcceptSocketAsync(Cancellation);
        await using var tls = new SslStream(new NetworkStream(socket));
        try
        {
            await tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = certificate }, Cancellation);
            return await tls.ReadAsync(new byte[1], Cancellation);
        }
        catch (Exception e) when (e is IOException or AuthenticationException)
        {
            // The certificate was refused, which the other side may say within the handshake or after it.
            return 0;
        }
    }
}
