using ContactRelay.Contacts;
using ContactRelay.Delivery;
using ContactRelay.Mailboxes;
using ContactRelay.Providers;
using ContactRelay.Storage;
using ContactRelay.Storage.Tables;
using ContactRelay.Tests.Mailboxes;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace ContactRelay.Tests.Storage;

/// <summary>What the mailboxes on Azure do beyond the port.</summary>
public sealed class AzureMailboxStoreTests(AzuriteFixture azurite)
{
    private static readonly MailboxKey Key = new("acme", "a/1");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Save_puts_what_is_pending_and_due_beside_the_document()
    {
        var clients = new AzureClients(await azurite.NewAccountAsync());
        var store = Open(clients);
        var due = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

        var etag = await store.SaveAsync(Key, Pending(due), null, null, Token);

        var row = await clients.Table("mailboxes").GetAsync(new($"acme|{KeyText.Escape("a/1")}", "mailbox"), Token);
        Assert.Equal(1, row!.Number("pending"));
        Assert.Equal(due, row.Time("due"));

        await store.SaveAsync(Key, Mailbox.Empty, etag, null, Token);

        row = await clients.Table("mailboxes").GetAsync(new($"acme|{KeyText.Escape("a/1")}", "mailbox"), Token);
        Assert.Equal(0, row!.Number("pending"));
        Assert.Null(row.Time("due"));
    }

    [Fact]
    public async Task Save_whose_wake_up_cannot_be_sent_says_so_and_is_saved()
    {
        var connection = await azurite.NewAccountAsync();
        var store = Open(new(connection with { QueueEndpoint = new("http://127.0.0.1:1/nobody") }, options => options.Retry.MaxRetries = 0));

        await Assert.ThrowsAsync<StorageUnavailableException>(async () =>
            await store.SaveAsync(Key, Pending(DateTimeOffset.UtcNow), null, new WakeUp(Key, DateTimeOffset.UtcNow), Token));

        Assert.Single((await store.LoadAsync(Key, Token)).Mailbox.Pending);
    }

    [Fact]
    public async Task Save_whose_answers_are_lost_lands_once_and_sends_its_wake_up()
    {
        var network = new LossyNetwork(HttpMethod.Post, HttpMethod.Put);
        var clients = new AzureClients(await azurite.NewAccountAsync(), options =>
        {
            options.Transport = network.CreateTransport();
            options.Retry.Delay = TimeSpan.Zero;
        });
        var store = Open(clients);

        var first = await store.SaveAsync(Key, Pending(DateTimeOffset.UtcNow), null, null, Token);
        var second = await store.SaveAsync(Key, Mailbox.Empty with { Sequence = 2 }, first, new WakeUp(Key, DateTimeOffset.UtcNow), Token);

        var loaded = await store.LoadAsync(Key, Token);
        Assert.Equal(2, loaded.Mailbox.Sequence);
        Assert.Equal(second, loaded.ETag);
        Assert.NotNull((await clients.Queue(QueueNames.Updates).ReceiveMessageAsync(cancellationToken: Token)).Value);
    }

    [Fact]
    public async Task Save_of_more_than_a_row_takes_is_a_bug_and_saves_nothing()
    {
        var store = Open(new(await azurite.NewAccountAsync()));
        var update = Pending(DateTimeOffset.UtcNow).Pending[0] with { Changes = new([new("note", FieldValue.Text(new string('x', 960 * 1024)))]) };

        await Assert.ThrowsAsync<ArgumentException>(async () =>
            await store.SaveAsync(Key, Mailbox.Empty with { Pending = [update] }, null, null, Token));

        Assert.Null((await store.LoadAsync(Key, Token)).ETag);
    }

    [Fact]
    public async Task Save_succeeds_where_its_activity_cannot_be_written()
    {
        var connection = await azurite.NewAccountAsync();
        var away = new AzureClients(connection with { TableEndpoint = new("http://127.0.0.1:1/nobody") }, options => options.Retry.MaxRetries = 0);
        var store = Open(new(connection), away);

        Assert.NotNull(await store.SaveAsync(Key, Settled(), null, null, Token));

        Assert.Equal(UpdateStatus.Delivered, (await store.LoadAsync(Key, Token)).Mailbox.StatusOf("u1"));
    }

    [Fact]
    public async Task Save_writes_no_activity_where_it_is_switched_off()
    {
        var clients = new AzureClients(await azurite.NewAccountAsync());
        await Open(clients, isOn: false).SaveAsync(Key, Settled(), null, null, Token);

        var activity = new AzureActivityStore(clients, new(IsOn: true), TimeProvider.System, NullLogger<AzureActivityStore>.Instance);

        Assert.Empty(await activity.ListAsync(new(Key.Tenant, Given.Noon.AddDays(-1), new(Given.Noon.AddDays(1), ""), 10), Token).ToArrayAsync(Token));
    }

    [Fact]
    public async Task Recall_gives_what_was_just_saved_until_something_else_is()
    {
        var store = Open(new(await azurite.NewAccountAsync()));
        Assert.Null(store.Recall(Key));

        var etag = await store.SaveAsync(Key, Pending(DateTimeOffset.UtcNow), null, null, Token);

        Assert.Null(store.Recall(Key with { ContactId = "2" }));
        Assert.Equal(etag, store.Recall(Key)!.ETag);
        etag = await store.SaveAsync(Key, Pending(DateTimeOffset.UtcNow), etag, null, Token);
        await store.SaveAsync(Key, Mailbox.Empty, etag, null, Token);
        Assert.Null(store.Recall(Key));
    }

    private static AzureMailboxStore Open(AzureClients clients, AzureClients? activity = null, bool isOn = true) => new(
        clients,
        new(activity ?? clients, new(isOn), TimeProvider.System, NullLogger<AzureActivityStore>.Instance),
        new WakeUpSender(new AzureUpdateQueue(clients), TimeProvider.System),
        TimeProvider.System);

    private static Mailbox Settled() => Mailbox.Empty.With(Given.Update("u1")).Called(DeliveryOutcome.Delivered(null)).Mailbox;

    private static Mailbox Pending(DateTimeOffset at) => Mailbox.Empty with
    {
        Pending = [new() { Id = "u1", Version = new(1, 1), Changes = new([]), AcceptedAt = at, BodyHash = "hash" }],
    };
}
