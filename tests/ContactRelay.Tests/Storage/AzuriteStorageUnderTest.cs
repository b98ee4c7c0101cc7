using Azure.Core;
using ContactRelay.Delivery;
using ContactRelay.Delivery.Gates;
using ContactRelay.Mailboxes;
using ContactRelay.Storage;
using ContactRelay.Storage.Tables;
using ContactRelay.Tenants;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;
using QueueMessage = Azure.Storage.Queues.Models.QueueMessage;

namespace ContactRelay.Tests.Storage;

/// <summary>The storage on Azure, in an account of its own. Time passes for it as it does for us.</summary>
/// <param name="azurite">The emulator.</param>
/// <param name="configure">Changes the options of the clients.</param>
internal sealed class AzuriteStorageUnderTest(AzuriteFixture azurite, Action<ClientOptions>? configure = null) : StorageUnderTest
{
    private AzureStorageConnection? _connection;
    private AzureClients? _clients;

    public AzureClients Clients => _clients!;

    public override IMailboxStore Mailboxes =>
        new AzureMailboxStore(Clients, AzureActivity, new WakeUpSender(Queue, TimeProvider.System), TimeProvider.System);

    public override IUpdateQueue Queue => new AzureUpdateQueue(Clients);

    public override IDeadLetterStore DeadLetters => new AzureDeadLetterStore(Clients);

    public override IMailboxIndex Index => new AzureMailboxIndex(Clients);

    public override IActivityStore Activity => AzureActivity;

    public override ITenantStore Tenants => new AzureTenantStore(Clients);

    public override ITenantRows TenantRows => new AzureTenantRows(Clients, AzureActivity);

    public override ITenantGateStore Gates => new AzureTenantGateStore(Clients);

    public override DateTimeOffset Now => DateTimeOffset.UtcNow;

    private AzureActivityStore AzureActivity => new(Clients, new(IsOn: true), TimeProvider.System, NullLogger<AzureActivityStore>.Instance);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public override async ValueTask StartAsync()
    {
        _connection = await azurite.NewAccountAsync();
        await ReopenAsync();
    }

    public override async Task<ReceivedItem?> ReceiveAsync(string queue, TimeSpan inHand)
    {
        var client = Clients.Queue(queue);
        if (!await client.ExistsAsync(Token))
        {
            return null;
        }

        QueueMessage? message = await client.ReceiveMessageAsync(inHand, Token);
        return message is null ? null
            : new(message.MessageId, message.MessageText, message.InsertedOn!.Value, message.DequeueCount, (queue, message));
    }

    public override async Task DeleteAsync(ReceivedItem item)
    {
        var (queue, message) = ((string, QueueMessage))item.Handle;
        await Clients.Queue(queue).DeleteMessageAsync(message.MessageId, message.PopReceipt, Token);
    }

    public override Task DamageAsync(string table, string tenant, string id, byte[] document)
    {
        var (name, key) = table switch
        {
            "mailboxes" => (AzureMailboxStore.TableName, new TableKey(AzureMailboxStore.PartitionOf(tenant, id), "mailbox")),
            "deadletters" => (AzureDeadLetterStore.TableName, new TableKey(tenant, id)),
            _ => (AzureTenantStore.TableName, new TableKey(tenant, "gate")),
        };
        var row = new NewRow(key);
        StoredDocument.Write(row, document);
        row.Add("pending", 1);
        row.Add("tenant", tenant);
        row.Add("held", Now);
        return Clients.Table(name).UpsertAsync(row, Token).AsTask();
    }

    public override Task PassAsync(TimeSpan time) => Task.Delay(time, Token);

    public override Task ReopenAsync()
    {
        _clients = new(_connection!, configure);
        return Task.CompletedTask;
    }

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
