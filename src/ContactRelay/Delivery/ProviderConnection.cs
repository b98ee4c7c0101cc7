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
    /// <param name="rule">The rule.</param>
    /// <param name="resolve">Resolves names, for tests; null for the system's resolver.</param>
    public static SocketsHttpHandler CreateHandler(BaseUrlRule rule, Func<string, CancellationToken, Task<IPAddress[]>>? resolve = null) => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        AutomaticDecompression = DecompressionMethods.All,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),

        // A call must not wait, within its time-out, for a place on a connection that takes only so many at a time.
        EnableMultipleHttp2Connections = true,
        ConnectTimeout = TimeSpan.FromSeconds(10),

        // A key may hold any character, such as a pound sign.
        RequestHeaderEncodingSelector = (_, _) => Encoding.UTF8,

        // The URL holds the contact's id, and a trace must not.
        ActivityHeadersPropagator = null,
        ConnectCallback = async (context, cancellationToken) => await ConnectAsync(
            await FindAsync(context.DnsEndPoint.Host, rule, resolve ?? Dns.GetHostAddressesAsync, cancellationToken),
            context.DnsEndPoint.Port,
            cancellationToken),
    };

    /// <summary>The addresses of the host that may be connected to, of which there is at least one.</summary>
    internal static async Task<IPAddress[]> FindAsync(
        string host, BaseUrlRule rule, Func<string, CancellationToken, Task<IPAddress[]>> resolve, CancellationToken cancellationToken)
    {
        IPAddress[] addresses;
        try
        {
            addresses = await resolve(host, cancellationToken);
        }
        catch (SocketException e)
        {
            throw new HttpRequestException(HttpRequestError.NameResolutionError, null, e);
        }

        var allowed = Array.FindAll(addresses, rule.Allows);
        return allowed.Length > 0
            ? allowed
            : throw new HttpRequestException(HttpRequestError.ConnectionError, "The host has no public address.");
    }

    private static async Task<Stream> ConnectAsync(IPAddress[] addresses, int port, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
