using ContactRelay.Contacts;
using ContactRelay.Delivery;
using ContactRelay.Mailboxes;
using Xunit;

namespace ContactRelay.Tests.Storage;

/// <summary>What every implementation of the port has to do.</summary>
public abstract class DeadLetterStoreContract(StorageUnderTest storage) : IAsyncLifetime
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => storage.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await storage.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Find_of_what_was_never_put_there_is_null() =>
        Assert.Null(await storage.DeadLetters.FindAsync("acme", "u1", Token));

    [Fact]
    public async Task Upsert_then_find_gives_the_letter_with_its_values()
    {
        await storage.DeadLetters.UpsertAsync(Letter("rejected"), Token);

        var found = (await storage.DeadLetters.FindAsync("acme", "u1", Token))?.Letter;

        Assert.Equal("rejected", found!.Kind);
        Assert.Equal("a/b|c", found.ContactId);
        Assert.Equal("1.10", found.Update!.Changes["fields.price"]!.Json);
        Assert.Equal(new UpdateVersion(5, 6), found.Update.Version);
    }

    [Fact]
    public async Task Upsert_twice_keeps_the_later()
    {
        await storage.DeadLetters.UpsertAsync(Letter("rejected"), Token);
        await storage.DeadLetters.UpsertAsync(Letter("expired"), Token);

        Assert.Equal("expired", (await storage.DeadLetters.FindAsync("acme", "u1", Token))!.Letter.Kind);
    }

    [Fact]
    public async Task Find_keeps_tenants_apart()
    {
        await storage.DeadLetters.UpsertAsync(Letter("rejected"), Token);

        Assert.Null(await storage.DeadLetters.FindAsync("other", "u1", Token));
    }

    [Fact]
    public async Task Upsert_keeps_a_letter_of_no_tenant()
    {
        await storage.DeadLetters.UpsertAsync(Letter("invalid") with { Tenant = "", ContactId = null, Update = null, Text = "{}" }, Token);

        Assert.Equal("{}", (await storage.DeadLetters.FindAsync("", "u1", Token))!.Letter.Text);
    }

    [Fact]
    public async Task Upsert_keeps_a_letter_whose_tenant_has_a_name_of_any_length()
    {
        var tenant = new string('/', 2000);
        await storage.DeadLetters.UpsertAsync(Letter("invalid") with { Tenant = tenant }, Token);

        Assert.Equal(tenant, (await storage.DeadLetters.FindAsync(tenant, "u1", Token))!.Letter.Tenant);
        Assert.Null(await storage.DeadLetters.FindAsync(tenant + "/", "u1", Token));
    }

    [Fact]
    public async Task List_gives_a_tenants_letters_in_the_order_of_their_ids()
    {
        foreach (var id in new[] { "u3", "u1", "u2" })
        {
            await storage.DeadLetters.UpsertAsync(Letter("rejected") with { Id = id }, Token);
        }

        await storage.DeadLetters.UpsertAsync(Letter("rejected") with { Tenant = "other" }, Token);

        Assert.Equal(["u1", "u2", "u3"], await ListAsync(new("acme")));
        Assert.Equal(["u3"], await ListAsync(new("acme") { After = "u2" }));
    }

    [Fact]
    public async Task List_gives_those_that_are_wanted()
    {
        var noon = new DateTimeOffset(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);
        await storage.DeadLetters.UpsertAsync(Letter("rejected") with { Id = "u1", At = noon }, Token);
        await storage.DeadLetters.UpsertAsync(Letter("expired") with { Id = "u2", At = noon.AddHours(1), ContactId = "it's" }, Token);
        await storage.DeadLetters.UpsertAsync(Letter("invalid") with { Id = "u3", At = noon.AddHours(2), ContactId = null, Reason = "Not JSON" }, Token);

        Assert.Equal(["u2"], await ListAsync(new("acme") { Kind = "expired" }));
        Assert.Equal(["u2", "u3"], await ListAsync(new("acme") { Since = noon.AddHours(1) }));
        Assert.Equal(["u1"], await ListAsync(new("acme") { Until = noon.AddHours(1) }));
        Assert.Equal(["u2"], await ListAsync(new("acme") { ContactId = "it's" }));
        Assert.Equal(["u3"], await ListAsync(new("acme") { Reason = "json" }));
    }

    [Fact]
    public async Task List_gives_all_of_more_than_a_page()
    {
        for (var i = 0; i < 205; i++)
        {
            await storage.DeadLetters.UpsertAsync(Letter("rejected") with { Id = $"u{i:000}" }, Token);
        }

        Assert.Equal(Enumerable.Range(0, 205).Select(i => $"u{i:000}"), await ListAsync(new("acme")));
    }

    [Fact]
    public async Task Delete_deletes_what_was_read_and_not_what_came_since()
    {
        await storage.DeadLetters.UpsertAsync(Letter("rejected"), Token);
        var old = (await storage.DeadLetters.FindAsync("acme", "u1", Token))!;
        await storage.DeadLetters.UpsertAsync(Letter("expired"), Token);

        Assert.False(await storage.DeadLetters.DeleteAsync(old, Token));
        var listed = await storage.DeadLetters.ListAsync(new("acme"), Token).SingleAsync(Token);
        Assert.True(await storage.DeadLetters.DeleteAsync(listed, Token));
        Assert.False(await storage.DeadLetters.DeleteAsync(listed, Token));
        Assert.Null(await storage.DeadLetters.FindAsync("acme", "u1", Token));
    }

    private async Task<string[]> ListAsync(DeadLetterQuery query) =>
        await storage.DeadLetters.ListAsync(query, Token).Select(letter => letter.Letter.Id).ToArrayAsync(Token);

    private static DeadLetter Letter(string kind) => new()
    {
        Tenant = "acme",
        Id = "u1",
        ContactId = "a/b|c",
        At = DateTimeOffset.UnixEpoch,
        Kind = kind,
        Reason = "because",
        Update = new()
        {
            Id = "u1",
            Version = new(5, 6),
            Changes = new([new("fields.price", FieldValue.Number("1.10"))]),
            AcceptedAt = DateTimeOffset.UnixEpoch,
            BodyHash = "hash",
        },
    };
}
