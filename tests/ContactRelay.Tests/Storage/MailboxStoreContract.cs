using ContactRelay.Contacts;
using ContactRelay.Delivery;
using ContactRelay.Mailboxes;
using Xunit;

namespace ContactRelay.Tests.Storage;

/// <summary>What every implementation of the port has to do.</summary>
public abstract class MailboxStoreContract(StorageUnderTest storage) : IAsyncLifetime
{
    private static readonly MailboxKey Key = new("acme", "4294967668");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => storage.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await storage.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Load_of_what_was_never_saved_is_empty_and_without_etag()
    {
        var loaded = await storage.Mailboxes.LoadAsync(Key, Token);

        Assert.Equal(0, loaded.Mailbox.Sequence);
        Assert.Null(loaded.ETag);
    }

    [Fact]
    public async Task Save_then_load_gives_the_mailbox_back()
    {
        await SaveAsync(Mailbox(3), null);

        var loaded = await storage.Mailboxes.LoadAsync(Key, Token);

        Assert.Equal(3, loaded.Mailbox.Sequence);
        Assert.Equal("\"Zoë 🎈\"", loaded.Mailbox.Pending[0].Changes["note"]!.Json);
        Assert.Equal("1.10", loaded.Mailbox.Pending[0].Changes["fields.price"]!.Json);
        Assert.True(loaded.Mailbox.StoredBytes > 0);
        Assert.NotNull(loaded.ETag);
    }

    [Fact]
    public async Task Save_with_the_etag_replaces_and_gives_a_new_etag()
    {
        var first = await SaveAsync(Mailbox(1), null);
        Assert.Equal((await storage.Mailboxes.LoadAsync(Key, Token)).ETag, first);

        var second = await SaveAsync(Mailbox(2), first);

        Assert.NotEqual(first, second);
        var loaded = await storage.Mailboxes.LoadAsync(Key, Token);
        Assert.Equal(2, loaded.Mailbox.Sequence);
        Assert.Equal(loaded.ETag, second);
    }

    [Fact]
    public async Task Save_with_an_etag_of_what_was_never_saved_is_a_conflict()
    {
        var etag = await SaveAsync(Mailbox(1), null);

        Assert.Null(await storage.Mailboxes.SaveAsync(new("acme", "2"), Mailbox(2), etag, null, Token));

        Assert.Null((await storage.Mailboxes.LoadAsync(new("acme", "2"), Token)).ETag);
    }

    [Fact]
    public async Task Load_of_a_key_longer_than_any_that_can_be_saved_is_empty() =>
        Assert.Null((await storage.Mailboxes.LoadAsync(new(new string('t', 2000), new string('c', 2000)), Token)).ETag);

    [Fact]
    public async Task Save_as_new_of_what_exists_is_a_conflict_and_changes_nothing()
    {
        await SaveAsync(Mailbox(1), null);

        Assert.Null(await SaveAsync(Mailbox(2), null));

        Assert.Equal(1, (await storage.Mailboxes.LoadAsync(Key, Token)).Mailbox.Sequence);
    }

    [Fact]
    public async Task Save_with_an_old_etag_is_a_conflict_and_changes_nothing()
    {
        await SaveAsync(Mailbox(1), null);
        var old = await storage.Mailboxes.LoadAsync(Key, Token);
        await SaveAsync(Mailbox(2), old.ETag);

        Assert.Null(await SaveAsync(Mailbox(3), old.ETag));

        Assert.Equal(2, (await storage.Mailboxes.LoadAsync(Key, Token)).Mailbox.Sequence);
    }

    [Fact]
    public async Task Save_of_many_at_once_with_one_etag_lets_one_win()
    {
        await SaveAsync(Mailbox(1), null);
        var loaded = await storage.Mailboxes.LoadAsync(Key, Token);

        var saves = await Task.WhenAll(Enumerable.Range(2, 20).Select(n => SaveAsync(Mailbox(n), loaded.ETag)));

        var winner = Assert.Single(Enumerable.Range(0, 20), i => saves[i] is not null);
        Assert.Equal(winner + 2, (await storage.Mailboxes.LoadAsync(Key, Token)).Mailbox.Sequence);
    }

    [Theory]
    [InlineData("a/b")]
    [InlineData("a\\b#c?d%2F")]
    [InlineData("a|b")]
    [InlineData("it's \"quoted\"")]
    [InlineData("Ünïcödé 联系人 🎈")]
    [InlineData(" leading and trailing ")]
    [InlineData("9007199254740993")]
    public async Task Save_keeps_contact_ids_with_any_character_apart(string contactId)
    {
        var key = new MailboxKey("acme", contactId);
        await storage.Mailboxes.SaveAsync(key, Mailbox(7), null, null, Token);
        await storage.Mailboxes.SaveAsync(new("acme", contactId + "x"), Mailbox(8), null, null, Token);

        Assert.Equal(7, (await storage.Mailboxes.LoadAsync(key, Token)).Mailbox.Sequence);
    }

    [Fact]
    public async Task Save_keeps_tenants_apart()
    {
        await storage.Mailboxes.SaveAsync(new("a", "b|c"), Mailbox(1), null, null, Token);
        await storage.Mailboxes.SaveAsync(new("a-b", "c"), Mailbox(2), null, null, Token);

        Assert.Equal(1, (await storage.Mailboxes.LoadAsync(new("a", "b|c"), Token)).Mailbox.Sequence);
        Assert.Null((await storage.Mailboxes.LoadAsync(new("a", "B|C"), Token)).ETag);
    }

    [Fact]
    public async Task Save_of_a_large_document_gives_it_back()
    {
        var changes = new ContactFields([new("note", FieldValue.Text(new string('é', 15_000)))]);
        var large = Mailbox(1) with { Pending = [.. Enumerable.Range(0, 30).Select(i => Pending($"u{i}", changes))] };
        await SaveAsync(large, null);

        var loaded = await storage.Mailboxes.LoadAsync(Key, Token);

        Assert.Equal(30, loaded.Mailbox.Pending.Length);
        Assert.Equal(changes["note"], loaded.Mailbox.Pending[29].Changes["note"]);
        Assert.True(loaded.Mailbox.StoredBytes > 900_000);
    }

    [Fact]
    public async Task Save_with_a_wake_up_sends_it()
    {
        await storage.Mailboxes.SaveAsync(Key, Mailbox(1), null, new WakeUp(Key, storage.Now), Token);

        var message = await storage.ReceiveAsync(QueueNames.Updates, TimeSpan.FromMinutes(1));

        Assert.Equal(Key, QueueMessageReader.Read(message!.Text).Key);
    }

    [Fact]
    public async Task Save_that_is_a_conflict_sends_no_wake_up()
    {
        await SaveAsync(Mailbox(1), null);

        await storage.Mailboxes.SaveAsync(Key, Mailbox(2), null, new WakeUp(Key, storage.Now), Token);

        Assert.Null(await storage.ReceiveAsync(QueueNames.Updates, TimeSpan.FromMinutes(1)));
    }

    [Fact]
    public async Task Reopen_keeps_what_was_saved()
    {
        await SaveAsync(Mailbox(5), null);

        await storage.ReopenAsync();

        Assert.Equal(5, (await storage.Mailboxes.LoadAsync(Key, Token)).Mailbox.Sequence);
    }

    private static Mailbox Mailbox(int sequence) => ContactRelay.Mailboxes.Mailbox.Empty with
    {
        Sequence = sequence,
        Pending =
        [
            Pending("u1", new([new("note", FieldValue.Text("Zoë 🎈")), new("fields.price", FieldValue.Number("1.10"))])),
        ],
    };

    private static PendingUpdate Pending(string id, ContactFields changes) => new()
    {
        Id = id,
        Version = new(1, 1),
        Changes = changes,
        AcceptedAt = DateTimeOffset.UnixEpoch,
        BodyHash = "hash",
    };

    private async Task<string?> SaveAsync(Mailbox mailbox, string? etag) =>
        await storage.Mailboxes.SaveAsync(Key, mailbox, etag, null, Token);
}
