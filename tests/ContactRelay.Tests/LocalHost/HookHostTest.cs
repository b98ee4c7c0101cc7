using System.Net.Http.Headers;
using System.Text;
using Xunit;

namespace ContactRelay.Tests.LocalHost;

/// <summary>A host with the tenants of samples/hooks; one of their secrets is not there.</summary>
public abstract class HookHostTest : IAsyncLifetime
{
    protected const string Hook = "/api/tenants/acme-bearer/hooks/landing-page";

    private protected RunningHost Host { get; private set; } = null!;

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => Host = await RunningHost.StartAsync(
        SampleHook.Names.Select(name => new SampleHook(name).SandboxDocument()),
        SampleHook.Secrets.Where(secret => secret.Key != "acme-tally-hook").ToDictionary());

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    protected async Task<HttpResponseMessage> PostAsync(
        string path, string body, string type = "application/json", string authorization = "Bearer demo-key", string? masterKey = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) };
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        request.Headers.Add("Authorization", authorization);
        if (masterKey is not null)
        {
            request.Headers.Add("x-functions-key", masterKey);
        }

        return await Host.Client.SendAsync(request, Token);
    }
}
