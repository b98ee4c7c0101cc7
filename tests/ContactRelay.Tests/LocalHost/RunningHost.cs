using System.Text;
using System.Text.Json;
using ContactRelay.Contacts;
using ContactRelay.Delivery;
using ContactRelay.LocalHost;
using ContactRelay.LocalHost.Storage;
using ContactRelay.Mailboxes;
using ContactRelay.Sandbox;
using ContactRelay.Tenants;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace ContactRelay.Tests.LocalHost;

/// <summary>The whole local host in this process, on free ports, in a folder of its own, with a clock that the test moves.</summary>
internal sealed class RunningHost : IAsyncDisposable
{
    // What the database cuts off the time of a message, and what the queue may sleep too long.
    private static readonly TimeSpan Slack = TimeSpan.FromMilliseconds(2);

    private readonly TestFolder _folder;
    private readonly LocalHostApp _app;
    private readonly ManualTime? _time;

    private RunningHost(TestFolder folder, LocalHostApp app, ManualTime? time)
    {
        (_folder, _app, _time) = (folder, app, time);
        Client = new() { BaseAddress = new(app.Url) };
        Client.DefaultRequestHeaders.Authorization = new("Bearer", "demo-key");
    }

    /// <summary>The clock that the test moves.</summary>
    public ManualTime Time => _time ?? throw new InvalidOperationException("This host goes by the system's clock.");

    public HttpClient Client { get; }

    public SandboxServer Sandbox => _app.Sandbox!;

    public IServiceProvider Services => _app.Services;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Starts the host; <paramref name="tenants"/> are documents beside the demo tenants, in which SANDBOX is the sandbox's address.</summary>
    /// <param name="tenants">The documents.</param>
    /// <param name="secrets">Secrets beside those of the demo tenants, by name.</param>
    /// <param name="log">Gets all that the host would log if its user asked for everything; null for no log.</param>
    /// <param name="settings">What the environment holds besides.</param>
    /// <param name="start">The time that its clock begins with; null for that of all tests.</param>
    public static Task<RunningHost> StartAsync(
        IEnumerable<string>? tenants = null,
        IReadOnlyDictionary<string, string>? secrets = null,
        ILoggerProvider? log = null,
        IReadOnlyDictionary<string, string>? settings = null,
        DateTimeOffset? start = null) =>
        StartAsync(tenants ?? [], secrets ?? new Dictionary<string, string>(), "embedded", start is { } at ? new(at) : new ManualTime(), log, settings);

    /// <summary>Starts the host on a storage account, which goes by the system's clock, and so then does the host.</summary>
    public static Task<RunningHost> StartOnAccountAsync(string connectionString) =>
        StartAsync([], new Dictionary<string, string>(), connectionString, null, null);

    private static async Task<RunningHost> StartAsync(
        IEnumerable<string> tenants, IReadOnlyDictionary<string, string> secrets, string storage, ManualTime? time, ILoggerProvider? log,
        IReadOnlyDictionary<string, string>? settings = null)
    {
        var folder = new TestFolder();
        var sandbox = $"http://127.0.0.1:{FreePort.Next()}";
        var tenantsFolder = Directory.CreateDirectory(Path.Combine(folder.Path, "tenants")).FullName;
        foreach (var (i, document) in tenants.Index())
        {
            await File.WriteAllTextAsync(Path.Combine(tenantsFolder, $"{i}.json"), document.Replace("SANDBOX", sandbox, StringComparison.Ordinal), Token);
        }

        var configuration = new ConfigurationBuilder().AddInMemoryCollection(
        [
            new("urls", "http://127.0.0.1:0"),
            new("sandbox", sandbox),
            new("data", Path.Combine(folder.Path, "data")),
            new("storage", storage),
            new("tenants", tenantsFolder),
            new("Logging:LogLevel:Default", log is null ? "None" : "Trace"),
            new("Logging:LogLevel:ContactRelay", log is null ? "None" : "Trace"),
            new("Logging:Console:LogLevel:Default", "None"),
            .. (settings ?? new Dictionary<string, string>()).Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value)),
            .. secrets.Select(secret => KeyValuePair.Create($"Secrets:{secret.Key}", (string?)secret.Value)),
        ]).Build();
        var app = await LocalHostApp.StartAsync(LocalHostOptions.From(configuration), configuration, time ?? TimeProvider.System, Token);
        if (log is not null)
        {
            app.Services.GetRequiredService<ILoggerFactory>().AddProvider(log);
        }

        return new(folder, app, time);
    }

    /// <summary>Where the storage has a contact's mailbox.</summary>
    public async Task<MailboxKey> KeyAsync(string tenant, string contact) =>
        (await Services.GetRequiredService<ITenantDirectory>().FindAsync(tenant, Token))!.Mailbox(contact);

    public Task<HttpResponseMessage> PatchAsync(string tenant, string contact, string json, string? idempotencyKey = null, string query = "") =>
        SendAsync(HttpMethod.Patch, tenant, contact, new StringContent(json, Encoding.UTF8, "application/merge-patch+json"), idempotencyKey, query);

    public async Task<HttpResponseMessage> SendAsync(
        HttpMethod method, string tenant, string contact, HttpContent content, string? idempotencyKey = null, string query = "")
    {
        using var request = new HttpRequestMessage(method, $"/api/tenants/{tenant}/contacts/{ContactId.ToSegment(contact)}{query}") { Content = content };
        if (idempotencyKey is not null)
        {
            request.Headers.Add("Idempotency-Key", idempotencyKey);
        }

        return await Client.SendAsync(request, Token);
    }

    /// <summary>Sends an update that has to be accepted, and gives where its status is found.</summary>
    public async Task<Uri> AcceptAsync(string tenant, string contact, string json, string query = "")
    {
        using var response = await PatchAsync(tenant, contact, json, query: query);
        Assert.Equal((202, true), ((int)response.StatusCode, response.Headers.Location is not null));
        return response.Headers.Location!;
    }

    public async Task<JsonElement> GetAsync(Uri url)
    {
        using var response = await Client.GetAsync(url, Token);
        Assert.True(response.IsSuccessStatusCode, $"GET answered {response.StatusCode}");
        return await ReadAsync(response);
    }

    /// <summary>Waits until the update is settled, moving the clock to each next message.</summary>
    public Task<JsonElement> SettledAsync(Uri location) => UntilAsync(location, update => update.GetProperty("status").GetString() != "accepted");

    /// <summary>Waits until the update looks as it should, moving the clock to each next message.</summary>
    public async Task<JsonElement> UntilAsync(Uri location, Func<JsonElement, bool> isSo)
    {
        while (true)
        {
            var next = NextMessageAt();
            var update = await GetAsync(location);
            if (isSo(update))
            {
                return update;
            }

            MoveTo(next);
        }
    }

    /// <summary>Puts a text on a queue.</summary>
    public async Task EnqueueAsync(string text, string queue = QueueNames.Updates) =>
        await Services.GetRequiredService<IUpdateQueue>().SendAsync(queue, text, TimeSpan.Zero, Token);

    /// <summary>Waits until there are so many dead letters, moving the clock to each next message, since some are given time to become right.</summary>
    public async Task<IReadOnlyList<DeadLetter>> DeadLettersAsync(int count)
    {
        var database = Services.GetRequiredService<EmbeddedDatabase>();
        while (true)
        {
            Token.ThrowIfCancellationRequested();
            var next = NextMessageAt();
            var letters = database.Read(session => session.Query("SELECT document FROM deadletters", row => DeadLetter.Read(row.GetBytes(0))));
            if (letters.Count >= count)
            {
                return letters;
            }

            MoveTo(next);
            await Task.Yield();
        }
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
        _folder.Dispose();
    }

    public static async Task<JsonElement> ReadAsync(HttpResponseMessage response)
    {
        using var json = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(Token));
        return json.RootElement.Clone();
    }

    /// <summary>
    /// When the next message can be seen, which is in the past while one is in hand; null where there is none. To be
    /// asked before a look at what has become of an update: what is seen then holds until that time.
    /// </summary>
    private DateTimeOffset? NextMessageAt() => Services.GetService<EmbeddedQueue>()?.List()
        .Min(waiting => (DateTimeOffset?)(waiting.IsInHand ? DateTimeOffset.MinValue : waiting.Message.VisibleAt));

    /// <summary>
    /// Moves the clock to when the next message can be seen. Not while one is in hand: what is done with it would take as
    /// long as the clock is moved by, and a call would time out.
    /// </summary>
    private void MoveTo(DateTimeOffset? next)
    {
        if (_time is not null && next + Slack - _time.GetUtcNow() is { } wait && wait > TimeSpan.Zero)
        {
            _time.Advance(wait);
        }
    }
}
