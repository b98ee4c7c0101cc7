using ContactRelay.Contacts;
using ContactRelay.Delivery;
using ContactRelay.Mailboxes;
using ContactRelay.Storage;
using ContactRelay.Storage.Tables;
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

    private static AzureMailboxStore Open(AzureClients clients) =>
        new(clients, new WakeUpSender(new AzureUpdateQueue(clients), TimeProvider.System), TimeProvider.System);

    private static Mailbox Pending(DateTimeOffset at) => Mailbox.Empty with
    {
        Pending = [new() { Id = "u1", Version = new(1, 1), Changes = new([]), AcceptedAt = at, BodyHash = "hash" }],
    };
}
