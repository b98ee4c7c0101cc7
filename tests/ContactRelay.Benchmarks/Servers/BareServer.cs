using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace ContactRelay.Benchmarks.Servers;

/// <summary>Kestrel with nothing around it.</summary>
internal static class BareServer
{
    /// <summary>What such a server prints once it serves.</summary>
    public const string Ready = "ready";

    public static WebApplication Create(string url, HttpProtocols protocols = HttpProtocols.Http1AndHttp2)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(url).ConfigureKestrel(kestrel => kestrel.ConfigureEndpointDefaults(endpoint => endpoint.Protocols = protocols));
        return builder.Build();
    }
}
