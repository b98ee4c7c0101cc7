using System.Net.Http.Headers;
using System.Text;
using Xunit;

namespace ContactRelay.Tests.LocalHost;

/// <summary>A host with the tenants of samples/hooks; one of their secrets is not there.</summary>
public abstract class HookHostTest : IAsyncLifetime
{
    protected const string Hook = "/api/tenants/acme-bearer/hooks/landing-page";

    /// <summary>A hook whose bodies say when their values are from, of a tenant whose caller may read.</summary>
    protected const string Dated = "/api/tenants/acme-dated/hooks/form";

    private const string DatedDocument =
        """
        { "id": "acme-dated", "provider": "kulea", "baseUrl": "SANDBOX", "apiKeySecret": "demo-kulea",
          "callers": [ { "name": "all", "keySha256": "c48a01f49fd0f2cc404bc3cbbc80e91457a3d41bb429a695243de4c61794155c" } ],
          "hooks": { "form": { "scheme": "bearer", "eventId": "$.id", "contactId": "$.contact", "occurredAt": "$.at",
                               "changes": { "firstName": "$.name", "lastName": "$.last" } } } }
        """;

    private protected RunningHost Host { get; private set; } = null!;

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => Host = await RunningHost.StartAsync(
        SampleHook.Names.Select(name => new SampleHook(name).SandboxDocument()).Append(DatedDocument),
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
