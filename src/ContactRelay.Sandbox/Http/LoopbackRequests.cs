using System.Net;
using Microsoft.AspNetCore.Http;

namespace ContactRelay.Sandbox.Http;

/// <summary>
/// Tells the requests of this machine's own programs from those that a web page makes a browser send. A page may point a name
/// of its own at a loopback address (DNS rebinding), and may post a form anywhere.
/// </summary>
public static class LoopbackRequests
{
    /// <summary>Whether a URL's host is this machine and nothing else, to a server that listens at it too.</summary>
    public static bool IsLoopback(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.AsSpan().Trim("[]"), out var address) && IPAddress.IsLoopback(address));

    /// <summary>Why the request is not answered; null if it is.</summary>
    public static string? Refusal(HttpRequest request)
    {
        if (!IsLoopback(request.Host.Host))
        {
            return "Only requests for localhost, 127.0.0.1 or [::1] are answered here: see the Host header.";
        }

        // Programs send neither of these headers.
        var origin = request.Headers.Origin.ToString();
        var isSame = origin.Length == 0 || origin.Equals($"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase);
        return isSame && (request.Headers["Sec-Fetch-Site"].ToString() is "" or "same-origin" or "none" || IsVisit(request))
            ? null
            : "Requests of other sites' pages are not answered here.";
    }

    /// <summary>Whether somebody follows a link to here, which changes nothing and shows the other page nothing.</summary>
    private static bool IsVisit(HttpRequest request) =>
        HttpMethods.IsGet(request.Method) && request.Headers["Sec-Fetch-Mode"] == "navigate" && request.Headers["Sec-Fetch-Dest"] == "document";
}
