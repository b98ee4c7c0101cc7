using System.Text;
using ContactRelay.Tenants;
using Xunit;

namespace ContactRelay.Tests.Storage;

/// <summary>What every implementation of the port has to do.</summary>
public abstract class TenantStoreContract(StorageUnderTest storage) : IAsyncLifetime
{
    private static readonly DateTimeOffset At = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => storage.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await storage.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task List_gives_the_ids_of_all_tenants_in_order()
    {
        foreach (var id in new[] { "b", "a", "c" })
        {
            Assert.True(await storage.Tenants.SaveAsync(id, "{}"u8.ToArray(), new(), null, Token));
        }

        Assert.Equal(["a", "b", "c"], await storage.Tenants.ListAsync(Token));
    }

    [Fact]
    public async Task Find_of_what_was_never_saved_is_null() =>
        Assert.Null(await storage.Tenants.FindAsync("acme", Token));

    [Fact]
    public async Task Save_then_find_gives_the_bytes_back()
    {
        var document = Bytes("{ \"id\": \"acme\",\r\n \"name\": \"Zoë 🎈\" }");
        Assert.True(await storage.Tenants.SaveAsync("acme", document, new(), null, Token));

        var found = await storage.Tenants.FindAsync("acme", Token);

        Assert.Equal(document, found!.Document);
        Assert.Null(await storage.Tenants.FindAsync("acme-2", Token));
    }

    [Fact]
    public async Task Save_as_new_of_what_exists_is_a_conflict_and_changes_nothing()
    {
        await storage.Tenants.SaveAsync("acme", Bytes("1"), new(), null, Token);

        Assert.False(await storage.Tenants.SaveAsync("acme", Bytes("2"), new(), null, Token));

        Assert.Equal(Bytes("1"), (await storage.Tenants.FindAsync("acme", Token))!.Document);
    }

    [Fact]
    public async Task Save_with_the_found_etag_replaces()
    {
        await storage.Tenants.SaveAsync("acme", Bytes("1"), new(), null, Token);
        var found = await storage.Tenants.FindAsync("acme", Token);

        Assert.True(await storage.Tenants.SaveAsync("acme", Bytes("2"), new(), found!.ETag, Token));

        Assert.Equal(Bytes("2"), (await storage.Tenants.FindAsync("acme", Token))!.Document);
    }

    [Fact]
    public async Task Save_with_an_old_etag_is_a_conflict_and_changes_nothing()
    {
        await storage.Tenants.SaveAsync("acme", Bytes("1"), new(), null, Token);
        var old = await storage.Tenants.FindAsync("acme", Token);
        await storage.Tenants.SaveAsync("acme", Bytes("2"), new(), old!.ETag, Token);

        Assert.False(await storage.Tenants.SaveAsync("acme", Bytes("3"), new(), old.ETag, Token));

        Assert.Equal(Bytes("2"), (await storage.Tenants.FindAsync("acme", Token))!.Document);
    }

    [Fact]
    public async Task Save_with_an_etag_after_a_delete_is_a_conflict()
    {
        await storage.Tenants.SaveAsync("acme", Bytes("1"), new(), null, Token);
        var old = await storage.Tenants.FindAsync("acme", Token);
        await storage.Tenants.DeleteAsync("acme", old!.ETag, Token);

        Assert.False(await storage.Tenants.SaveAsync("acme", Bytes("2"), new(), old!.ETag, Token));

        Assert.Null(await storage.Tenants.FindAsync("acme", Token));
    }

    [Fact]
    public async Task Delete_says_whether_that_version_was_there()
    {
        await storage.Tenants.SaveAsync("acme", Bytes("1"), new(), null, Token);
        var old = (await storage.Tenants.FindAsync("acme", Token))!.ETag;
        await storage.Tenants.SaveAsync("acme", Bytes("2"), new(), old, Token);
        var etag = (await storage.Tenants.FindAsync("acme", Token))!.ETag;

        Assert.False(await storage.Tenants.DeleteAsync("acme", old, Token));
        Assert.True(await storage.Tenants.DeleteAsync("acme", etag, Token));

        Assert.False(await storage.Tenants.DeleteAsync("acme", etag, Token));
        Assert.Null(await storage.Tenants.FindAsync("acme", Token));
    }

    [Fact]
    public async Task Save_keeps_what_stands_beside_the_document()
    {
        var life = new TenantLife { Generation = "g1", Follows = At, ClosedAt = At.AddDays(1), IsErased = true };
        await storage.Tenants.SaveAsync("acme", Bytes("1"), new(), null, Token);
        var found = await storage.Tenants.FindAsync("acme", Token);
        Assert.Equal((new TenantLife(), true), (found!.Life, found.IsOpen));

        await storage.Tenants.SaveAsync("acme", Bytes("{}"), life, found.ETag, Token);

        var closed = await storage.Tenants.FindAsync("acme", Token);
        Assert.Equal((life, false), (closed!.Life, closed.IsOpen));
    }

    [Fact]
    public async Task Closed_tenants_have_a_list_of_their_own()
    {
        foreach (var (id, closedAt) in new (string Id, DateTimeOffset? ClosedAt)[] { ("c", At), ("a", null), ("b", At) })
        {
            await storage.Tenants.SaveAsync(id, Bytes("{}"), new() { Generation = "g", ClosedAt = closedAt }, null, Token);
        }

        Assert.Equal(["a"], await storage.Tenants.ListAsync(Token));
        Assert.Equal(["b", "c"], await storage.Tenants.ListClosedAsync(Token));
    }

    [Fact]
    public async Task Reopen_keeps_what_was_saved()
    {
        await storage.Tenants.SaveAsync("acme", Bytes("1"), new(), null, Token);

        await storage.ReopenAsync();

        Assert.Equal(Bytes("1"), (await storage.Tenants.FindAsync("acme", Token))!.Document);
    }

    private static ReadOnlyMemory<byte> Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
