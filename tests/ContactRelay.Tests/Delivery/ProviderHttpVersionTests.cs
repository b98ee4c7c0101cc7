using System.Security.Cryptography.X509Certificates;
using ContactRelay.Delivery;
using ContactRelay.Tenants;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace ContactRelay.Tests.Delivery;

/// <summary>Which HTTP a provider is spoken to in: the newest that it offers, and the call is the same in each.</summary>
public sealed class ProviderHttpVersionTests : IDisposable
{
    private readonly X509Certificate2 _certificate = SelfSigned.Certificate(daysLeft: 1);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _certificate.Dispose();

    [Theory]
    [InlineData("https", HttpProtocols.Http1AndHttp2, "HTTP/2")]
    [InlineData("https", HttpProtocols.Http1, "HTTP/1.1")]
    [InlineData("http", HttpProtocols.Http1AndHttp2, "HTTP/1.1")]
    public async Task CallAsync_speaks_the_newest_that_is_offered(string scheme, HttpProtocols offered, string spoken)
    {
        var heard = new List<string>();
        await using var provider = await StartAsync(scheme, offered, request => heard.Add($"{request.Protocol} {request.Method} {request.Headers.Authorization}"));
        await using var calls = new ProviderCalls(services => services.AddHttpClient(ProviderSender.ClientName)
            .ConfigurePrimaryHttpMessageHandler(Trusting));

        var report = await calls.CallAsync("kulea", provider.Urls.Single());

        Assert.Equal("delivered", report.Attempt.Outcome);
        Assert.StartsWith($"{spoken} POST ", Assert.Single(heard), StringComparison.Ordinal);
        Assert.NotEqual($"{spoken} POST ", heard[0]);
    }

    private SocketsHttpHandler Trusting(IServiceProvider services)
    {
        var handler = ProviderConnection.CreateHandler(services.GetRequiredService<BaseUrlRule>());
        handler.SslOptions.RemoteCertificateValidationCallback = (_, shown, _, _) => shown?.GetCertHashString() == _certificate.Thumbprint;
        return handler;
    }

    private async Task<WebApplication> StartAsync(string scheme, HttpProtocols offered, Action<HttpRequest> heard)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => kestrel.ListenLocalhost(FreePort.Next(), listen =>
        {
            listen.Protocols = offered;
            if (scheme == "https")
            {
                listen.UseHttps(_certificate);
            }
        }));
        var app = builder.Build();
        app.MapFallback(context =>
        {
            heard(context.Request);
            return context.Response.WriteAsJsonAsync(new { success = true, crm_id = 1 });
        });
        await app.StartAsync(Cancellation);
        return app;
    }
}
