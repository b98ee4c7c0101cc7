using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace ContactRelay.Benchmarks.Servers;

/// <summary>Kestrel with nothing around it.</summary>
internal static class BareServer
{
    /// <summary>What such a server prints once it serves.</summary>
    public const string Ready = "ready";

    public static WebApplication Create(string url)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(url);
        return builder.Build();
    }
}
