using System.Net;
using System.Net.Sockets;
using System.Text;
using ContactRelay.Tenants;

namespace ContactRelay.Delivery;

/// <summary>How connections to providers are made.</summary>
internal static class ProviderConnection
{
    /// <summary>
    /// The handler: no redirects, no cookies, no proxy, and only to addresses that the rule allows. That is asked of the
    /// address connected to, so that no change of a name's addresses gets past it.
    /// </summary>
    public static SocketsHttpHandler CreateHandler(BaseUrlRule rule) => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        AutomaticDecompression = DecompressionMethods.All,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        ConnectTimeout = TimeSpan.FromSeconds(10),

        // A key may hold any character, such as a pound sign.
        RequestHeaderEncodingSelector = (_, _) => Encoding.UTF8,

        // The URL holds the contact's id, and a trace must not.
        ActivityHeadersPropagator = null,
        ConnectCallback = (context, cancellationToken) => ConnectAsync(context.DnsEndPoint, rule, cancellationToken),
    };

    private static async ValueTask<Stream> ConnectAsync(DnsEndPoint target, BaseUrlRule rule, CancellationToken cancellationToken)
    {
        IPAddress[] addresses;
        try
        {
            addresses = await Dns.GetHostAddressesAsync(target.Host, cancellationToken);
        }
        catch (SocketException e)
        {
            throw new HttpRequestException(HttpRequestError.NameResolutionError, null, e);
        }

        var allowed = Array.FindAll(addresses, rule.Allows);
        if (allowed.Length == 0)
        {
            throw new HttpRequestException(HttpRequestError.ConnectionError, "The host has no public address.");
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, target.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
