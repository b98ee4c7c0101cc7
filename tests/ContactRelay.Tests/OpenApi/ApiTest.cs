using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using ContactRelay.Tests.LocalHost;
using Xunit;

namespace ContactRelay.Tests.OpenApi;

/// <summary>A host with the tenant that the description's examples are about, and notes of all calls to it.</summary>
public abstract class ApiTest : IAsyncLifetime
{
    protected const string CallerKey = "demo-key";
    protected const string HookKey = "hook-key";
    protected const string MasterKey = "dev-admin";
    protected const string PathSecret = "a-long-secret-of-its-own";

    private readonly ExchangeLog _log = new();

    private protected RunningHost Host { get; private set; } = null!;

    private protected ApiDescription Description { get; private set; } = null!;

    private protected IReadOnlyList<Exchange> Exchanges => _log.Exchanges;

    private HttpClient Client { get; set; } = null!;

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        Host = await RunningHost.StartAsync([Document], new Dictionary<string, string> { ["acme-survey"] = PathSecret });
        Description = await ApiDescription.ReadAsync(Host);
        Client = _log.Client(Host);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Host.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Makes a call with these keys, and gives its answer.</summary>
    private protected async Task<Exchange> CallAsync(
        string method, string path, HttpContent? content = null, string? callerKey = null, string? masterKey = null, string? idempotencyKey = null)
    {
        using var request = new HttpRequestMessage(new(method), path) { Content = content };
        request.Headers.Authorization = callerKey is null ? null : new("Bearer", callerKey);
        foreach (var (name, value) in new[] { ("x-functions-key", masterKey), ("Idempotency-Key", idempotencyKey) })
        {
            if (value is not null)
            {
                request.Headers.Add(name, value);
            }
        }

        using var response = await Client.SendAsync(request, Token);
        return Exchanges[^1];
    }

    private protected static ByteArrayContent Body(string text, string mediaType = "application/json")
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(text));
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(mediaType);
        return content;
    }

    private static string Document => $$"""
        {
          "id": "acme", "provider": "kulea", "baseUrl": "SANDBOX", "apiKeySecret": "demo-kulea",
          "fieldMap": { "fields.leadScore": "lead score" },
          "callers": [ { "name": "shop", "keySha256": "{{Hash(CallerKey)}}" }, { "name": "form", "keySha256": "{{Hash(HookKey)}}", "hook": "landing-page" } ],
          "hooks": {
            "landing-page": { "scheme": "bearer", "eventId": "$.id", "contactId": "$.contact", "changes": { "firstName": "$.name" } },
            "events": { "scheme": "bearer", "each": "$[*]", "contactId": "$.contact", "changes": { "firstName": "$.name" } },
            "survey": { "scheme": "path", "secrets": "acme-survey", "eventId": "$.id", "contactId": "$.contact", "changes": { "firstName": "$.name" } }
          }
        }
        """;

    private static string Hash(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
}
