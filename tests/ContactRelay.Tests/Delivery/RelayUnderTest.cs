using System.Text;
using ContactRelay.Contacts;
using ContactRelay.Delivery;
using ContactRelay.Intake;
using ContactRelay.Mailboxes;
using ContactRelay.Secrets;
using ContactRelay.Tenants;
using ContactRelay.Tests.Mailboxes;
using ContactRelay.Tests.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace ContactRelay.Tests.Delivery;

/// <summary>
/// The library on the embedded storage, without a host: each message is handled when a test says so, its clock stands, and
/// its provider is a script. It has the tenant <c>acme</c>, at Kulea.
/// </summary>
internal sealed class RelayUnderTest : IAsyncDisposable
{
    private readonly EmbeddedStorageUnderTest _storage = new();
    private readonly ServiceProvider _services;
    private readonly Dictionary<string, SecretReading> _secrets = new()
    {
        ["acme-key"] = SecretReading.Found("acme-key", "key-1", "v1"),
        ["tenant-key"] = SecretReading.Found("tenant-key", "key-1", "v1"),
    };

    /// <param name="replace">What is to be registered in place of the storage, such as one that fails.</param>
    public RelayUnderTest(Action<IServiceCollection, EmbeddedStorageUnderTest>? replace = null)
    {
        var services = new ServiceCollection()
            .AddSingleton<TimeProvider>(_storage.Time)
            .AddSingleton<Random>(new Middling())
            .AddSingleton<ISecretReader>(new Vault(_secrets))
            .AddSingleton(_ => _storage.Mailboxes)
            .AddSingleton(_ => _storage.Queue)
            .AddSingleton(_ => _storage.DeadLetters)
            .AddSingleton(_ => _storage.Index)
            .AddSingleton(_ => _storage.Activity)
            .AddSingleton(_ => _storage.Tenants)
            .AddSingleton(_ => _storage.TenantRows)
            .AddSingleton(_ => _storage.Gates)
            .AddSingleton(_ => _storage.Backlog)
            .AddMetrics()
            .AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(Log));
        replace?.Invoke(services, _storage);
        services.AddContactRelay(new ConfigurationBuilder().Build());
        services.AddHttpClient(ProviderSender.ClientName).ConfigurePrimaryHttpMessageHandler(() => Provider);
        _services = services.BuildServiceProvider();
        Tenant("acme");
    }

    public EmbeddedStorageUnderTest Storage => _storage;

    public ScriptedProvider Provider { get; } = new();

    public CapturedLog Log { get; } = new();

    public DateTimeOffset Now => _storage.Now;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public void Pass(TimeSpan time) => _storage.Time.Advance(time);

    /// <summary>Stores a tenant, whose key is the secret <c>acme-key</c>; what is cached of it holds for 30 s.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="more">More of its document, such as <c>"limits": { … }</c>.</param>
    public void Tenant(string id, string more = "")
    {
        var document = $$"""{"id":"{{id}}","provider":"kulea","baseUrl":"https://kulea.example","apiKeySecret":"acme-key","callers":[]{{(more.Length > 0 ? "," : "")}}{{more}}}""";
        var stored = _storage.Tenants.FindAsync(id, Token).AsTask().GetAwaiter().GetResult();
        Assert.True(_storage.Tenants.SaveAsync(id, Encoding.UTF8.GetBytes(document), stored?.Life ?? new(), stored?.ETag, Token).AsTask().GetAwaiter().GetResult());
    }

    /// <summary>Changes what the vault has as a secret.</summary>
    public void Secret(SecretReading reading, string name = "acme-key") => _secrets[name] = reading;

    /// <summary>Accepts an update as the API does; gives its id.</summary>
    public async Task<string> AcceptAsync(string contact, ContactFields? changes = null, IntakeOptions? options = null, string tenant = "acme")
    {
        var found = await Get<ITenantDirectory>().FindAsync(tenant, Token);
        var result = await Get<UpdateIntake>().AcceptAsync(found!, contact, changes ?? Given.Fields(("firstName", "Ada")), options ?? new(), Token);
        Assert.Equal(IntakeOutcome.Accepted, result.Outcome);
        return result.UpdateId;
    }

    /// <summary>The message that can be seen now, or null; from then on it is in hand.</summary>
    public Task<ReceivedItem?> ReceiveAsync(string queue = QueueNames.Updates) => _storage.ReceiveAsync(queue, TimeSpan.FromMinutes(10));

    /// <summary>Handles the next message that can be seen, as the host does, and deletes it; false where there is none.</summary>
    public async Task<bool> HandleAsync(string queue = QueueNames.Updates)
    {
        if (await ReceiveAsync(queue) is not { } item)
        {
            return false;
        }

        var isBulk = queue is QueueNames.BulkUpdates or QueueNames.BulkUpdatesPoison;
        var received = new ReceivedMessage(item.Text, item.Id, item.InsertedAt, isBulk);
        await (queue is QueueNames.UpdatesPoison or QueueNames.BulkUpdatesPoison
            ? Get<QueueMessageHandler>().HandlePoisonAsync(received, Token)
            : Get<QueueMessageHandler>().HandleAsync(received, Token));
        await _storage.DeleteAsync(item);
        return true;
    }

    /// <summary>Handles what can be seen until nothing can.</summary>
    public async Task HandleAllAsync()
    {
        while (await HandleAsync() || await HandleAsync(QueueNames.BulkUpdates))
        {
            Token.ThrowIfCancellationRequested();
        }
    }

    public async Task<Mailbox> MailboxAsync(string contact, string tenant = "acme") =>
        (await _storage.Mailboxes.LoadAsync(new(tenant, contact), Token)).Mailbox;

    public async Task<IReadOnlyList<DeadLetter>> DeadLettersAsync(string tenant = "acme") =>
        [.. (await _storage.DeadLetters.ListAsync(new(tenant), Token).ToArrayAsync(Token)).Select(stored => stored.Letter)];

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await _storage.DisposeAsync();
        Provider.Dispose();
    }

    /// <summary>Neither early nor late.</summary>
    private sealed class Middling : Random
    {
        protected override double Sample() => 0.5;
    }

    private sealed class Vault(Dictionary<string, SecretReading> secrets) : ISecretReader
    {
        public Task<SecretReading> ReadAsync(string name, CancellationToken cancellationToken) =>
            Task.FromResult(secrets.TryGetValue(name, out var reading) ? reading : SecretReading.Missing($"There is no secret '{name}'."));
    }
}
