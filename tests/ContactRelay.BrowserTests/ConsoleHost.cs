using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using ContactRelay.LocalHost;
using ContactRelay.Tests;
using Microsoft.Extensions.Configuration;
using Xunit;

namespace ContactRelay.BrowserTests;

/// <summary>The local host with its demo tenants, on free ports, in a folder of its own.</summary>
internal sealed class ConsoleHost : IAsyncDisposable
{
    private readonly TestFolder _folder;
    private readonly LocalHostApp _app;

    private ConsoleHost(TestFolder folder, LocalHostApp app)
    {
        (_folder, _app) = (folder, app);
        Client = new() { BaseAddress = new(app.Url) };
        Client.DefaultRequestHeaders.Add("x-functions-key", "dev-admin");
    }

    public string Console => _app.Url + "/api/console";

    public HttpClient Client { get; }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static async Task<ConsoleHost> StartAsync(TimeProvider? time = null)
    {
        var folder = new TestFolder();
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(
        [
            new("urls", "http://127.0.0.1:0"),
            new("sandbox", $"http://127.0.0.1:{FreePort.Next()}"),
            new("data", Path.Combine(folder.Path, "data")),
            new("Logging:LogLevel:Default", "None"),
            new("Logging:LogLevel:ContactRelay", "None"),
        ]).Build();
        return new(folder, await LocalHostApp.StartAsync(LocalHostOptions.From(configuration), configuration, time ?? TimeProvider.System, Token));
    }

    /// <summary>Sends an update, which has to be accepted.</summary>
    public async Task SendAsync(string tenant, string contact, string patch)
    {
        using var content = new StringContent(patch, Encoding.UTF8, "application/merge-patch+json");
        using var response = await Client.PatchAsync(new Uri($"/api/tenants/{tenant}/contacts/{contact}", UriKind.Relative), content, Token);
        Assert.Equal(202, (int)response.StatusCode);
    }

    /// <summary>Waits until nothing of the tenants is pending.</summary>
    public async Task IdleAsync(params IEnumerable<string> tenants)
    {
        foreach (var tenant in tenants)
        {
            while ((await Client.GetFromJsonAsync<JsonElement>($"/api/tenants/{tenant}/activity/summary?minutes=1", Token)).GetProperty("pending").GetInt32() > 0)
            {
                Token.ThrowIfCancellationRequested();
            }
        }
    }

    /// <summary>Makes the provider's next calls meet a fault.</summary>
    public async Task ThrowAsync(string provider, string fault)
    {
        using var content = new StringContent(fault);
        using var response = await Client.PutAsync(new Uri($"/api/console/sandbox/_faults/{provider}", UriKind.Relative), content, Token);
        Assert.True(response.IsSuccessStatusCode);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
        _folder.Dispose();
    }
}
