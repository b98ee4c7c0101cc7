using System.Net;
using System.Text;
using Azure.Core;
using Azure.Core.Pipeline;
using ContactRelay.Contacts;
using ContactRelay.Delivery;
using ContactRelay.Intake;
using ContactRelay.Mailboxes;
using ContactRelay.Storage;
using ContactRelay.Tenants;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ContactRelay.Tests.Storage;

/// <summary>One instance of the app on an account in Azurite, with a provider that takes everything, and its requests counted.</summary>
internal sealed class RelayOnAzurite : IAsyncDisposable
{
    private static readonly Tenant Acme = new() { Id = "acme", Provider = "kulea", BaseUrl = "https://acme.example", ApiKeySecret = "acme" };
    private readonly Counter _counter = new();
    private readonly Provider _provider = new();
    private readonly AzureClients _clients;
    private readonly ServiceProvider _services;

    public RelayOnAzurite(AzureStorageConnection connection, string activity = "off")
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("Secrets:acme", "key"), new(ActivitySetting.Key, activity)]).Build();
        _clients = new(connection, options => options.AddPolicy(_counter, HttpPipelinePosition.PerRetry));
        var services = new ServiceCollection()
            .AddSingleton(_clients)
            .AddAzureStorage(configuration)
            .AddContactRelay(configuration)
            .AddSingleton<ITenantDirectory>(new OneTenant());
        services.AddHttpClient(ProviderSender.ClientName).ConfigurePrimaryHttpMessageHandler(() => _provider);
        _services = services.BuildServiceProvider();
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>How many requests reached the storage.</summary>
    public int Requests => _counter.Count;

    /// <summary>How many calls reached the provider.</summary>
    public int Calls => _provider.Count;

    /// <summary>What happens while the provider is being called.</summary>
    public Func<Task> DuringCall { set => _provider.DuringCall = value; }

    /// <summary>What the provider answers.</summary>
    public string Answer { set => _provider.Answer = value; }

    public async Task<Mailbox> LoadAsync(string contactId) =>
        (await _services.GetRequiredService<IMailboxStore>().LoadAsync(new(Acme.Id, contactId), Token)).Mailbox;

    public async Task<DeadLetter?> FindDeadLetterAsync(string id) =>
        (await _services.GetRequiredService<IDeadLetterStore>().FindAsync(Acme.Id, id, Token))?.Letter;

    public async Task AcceptAsync(string contactId, string name)
    {
        var result = await _services.GetRequiredService<UpdateIntake>()
            .AcceptAsync(Acme, contactId, new([new("firstName", FieldValue.Text(name))]), new IntakeOptions(), Token);
        Assert.Equal(IntakeOutcome.Accepted, result.Outcome);
    }

    /// <summary>Sends a text to the queue as another service does.</summary>
    public async Task EnqueueAsync(string text) => await _clients.Queue(QueueNames.Updates).SendMessageAsync(text, Token);

    /// <summary>Takes a message from the queue, handles it and deletes it, as the host does.</summary>
    public async Task DeliverAsync()
    {
        var queue = _clients.Queue(QueueNames.Updates);
        var message = (await queue.ReceiveMessageAsync(TimeSpan.FromMinutes(1), Token)).Value;
        await _services.GetRequiredService<QueueMessageHandler>()
            .HandleAsync(new(message.MessageText, message.MessageId, message.InsertedOn!.Value), Token);
        await queue.DeleteMessageAsync(message.MessageId, message.PopReceipt, Token);
    }

    /// <summary>Whether nothing is left on the queue.</summary>
    public async Task<bool> IsIdleAsync() =>
        (await _clients.Queue(QueueNames.Updates).GetPropertiesAsync(Token)).Value.ApproximateMessagesCount == 0;

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    private sealed class Counter : HttpPipelineSynchronousPolicy
    {
        private int _count;

        public int Count => _count;

        public override void OnSendingRequest(HttpMessage message) => Interlocked.Increment(ref _count);
    }

    private sealed class OneTenant : ITenantDirectory
    {
        public ValueTask<Tenant?> FindAsync(string id, CancellationToken cancellationToken) => new(id == Acme.Id ? Acme : null);

        public ValueTask<bool> IsGoneAsync(string id, CancellationToken cancellationToken) => new(id != Acme.Id);
    }

    private sealed class Provider : HttpMessageHandler
    {
        private int _count;

        public int Count => _count;

        public Func<Task> DuringCall { get; set; } = () => Task.CompletedTask;

        public string Answer { get; set; } = """{"success":true,"crm_id":"1"}""";

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _count);
            await DuringCall();
            return new(HttpStatusCode.OK) { Content = new StringContent(Answer, Encoding.UTF8, "application/json") };
        }
    }
}
