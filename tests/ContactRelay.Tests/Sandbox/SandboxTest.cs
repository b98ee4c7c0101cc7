using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using ContactRelay.Sandbox;
using Xunit;

namespace ContactRelay.Tests.Sandbox;

/// <summary>A sandbox of its own for each test, and a client that signs as the provider demands.</summary>
public abstract class SandboxTest(string provider) : IAsyncLifetime
{
    private readonly HttpClient _client = new(new SocketsHttpHandler { RequestHeaderEncodingSelector = (_, _) => Encoding.UTF8 });

    protected SandboxServer Server { get; private set; } = null!;

    protected HttpClient Client => _client;

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    protected virtual TimeProvider Time => TimeProvider.System;

    protected virtual string MediaType => "application/json";

    protected abstract string? Authorization { get; }

    public async ValueTask InitializeAsync()
    {
        Server = await SandboxServer.StartAsync("http://127.0.0.1:0", Time, Cancellation);
        _client.BaseAddress = Server.BaseAddress;
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await Server.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    protected HttpRequestMessage Request(HttpMethod method, string path, string? body = null)
    {
        var request = new HttpRequestMessage(method, path);
        if (Authorization is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", Authorization);
        }

        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("Tests", "1.0"));
        if (body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8, MediaType);
        }

        return request;
    }

    protected Task<(int Status, string Body)> SendAsync(HttpMethod method, string path, string? body = null) =>
        SendAsync(Request(method, path, body));

    protected async Task<(int Status, string Body)> SendAsync(HttpRequestMessage request)
    {
        using (request)
        using (var response = await _client.SendAsync(request, Cancellation))
        {
            return ((int)response.StatusCode, await response.Content.ReadAsStringAsync(Cancellation));
        }
    }

    protected SandboxContact Contact(string id) => Server.Contact(provider, id) ?? throw new InvalidOperationException($"Contact {id} was never seen.");

    protected string Values(string id) => Contact(id).Values.GetRawText();

    protected static JsonElement Json(string text)
    {
        using var document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }
}
