using ContactRelay.Delivery;
using ContactRelay.Mailboxes;
using ContactRelay.Providers;
using ContactRelay.Tests.Mailboxes;
using Xunit;
using static ContactRelay.Tests.Mailboxes.Given;

namespace ContactRelay.Tests.Storage;

/// <summary>What every implementation of the port has to do, and the mailboxes that write to it.</summary>
public abstract class ActivityStoreContract(StorageUnderTest storage) : IAsyncLifetime
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => storage.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await storage.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Save_that_settles_writes_what_it_settled_together()
    {
        var now = Now();
        await SaveAsync("acme", "it's|a/b", Settled(now, "a", "b"));

        var row = Assert.Single(await ListAsync("acme"));

        Assert.Equal("it's|a/b", row.ContactId);
        Assert.Equal(now, row.At);
        Assert.Equal(["a superseded 200 1", "b delivered 200 1"], row.Updates.Select(update =>
            $"{update.Id} {update.Status.ToString().ToLowerInvariant()} {update.HttpStatus} {update.Attempts}"));
    }

    [Fact]
    public async Task Save_that_settles_nothing_writes_nothing()
    {
        await SaveAsync("acme", "7", Mailbox.Empty.With(Update("a")));

        Assert.Empty(await ListAsync("acme"));
    }

    [Fact]
    public async Task Save_that_is_refused_writes_nothing()
    {
        var now = Now();
        await SaveAsync("acme", "7", Mailbox.Empty.With(Update("a")));

        Assert.Null(await storage.Mailboxes.SaveAsync(new("acme", "7"), Settled(now, "a"), null, null, Token));

        Assert.Empty(await ListAsync("acme"));
    }

    [Fact]
    public async Task Save_of_what_was_loaded_again_writes_nothing_more()
    {
        await SaveAsync("acme", "7", Settled(storage.Now, "a"));
        var loaded = await storage.Mailboxes.LoadAsync(new("acme", "7"), Token);
        Assert.NotNull(await storage.Mailboxes.SaveAsync(new("acme", "7"), loaded.Mailbox.With(Update("b")), loaded.ETag, null, Token));

        Assert.Single(await ListAsync("acme"));
    }

    [Fact]
    public async Task List_gives_the_newest_first_and_of_the_tenant_alone()
    {
        var now = Now();
        foreach (var (i, contact) in new[] { "1", "2", "3" }.Index())
        {
            await SaveAsync("acme", contact, Settled(now.AddSeconds(-i), "u" + contact));
        }

        await SaveAsync("acme-2", "4", Settled(now, "u4"));

        Assert.Equal(["1", "2", "3"], (await ListAsync("acme")).Select(row => row.ContactId));
        Assert.Equal(["1", "2"], (await ListAsync("acme", now.AddSeconds(-1))).Select(row => row.ContactId));
    }

    [Fact]
    public async Task List_goes_over_days_and_on_after_a_row_and_misses_none()
    {
        var now = Now();
        var written = new List<string>();
        foreach (var i in Enumerable.Range(0, 7))
        {
            // Two of each time, of which the lesser id comes first.
            foreach (var id in new[] { $"u{i}a", $"u{i}b" })
            {
                await SaveAsync("acme", id, Settled(now.AddHours(-7 * i), id));
                written.Add(id);
            }
        }

        var seen = new List<string>();
        ActivityPosition? before = null;
        while (await storage.Activity.ListAsync(new("acme", now.AddDays(-3), before, PageSize: 1), Token).FirstOrDefaultAsync(Token) is { } next)
        {
            seen.Add(next.Updates[0].Id);
            before = ActivityPosition.Parse(next.Position.ToString());
        }

        Assert.Equal(written, seen);
        Assert.Equal(written, (await ListAsync("acme", now.AddDays(-3))).Select(row => row.Updates[0].Id));
    }

    [Fact]
    public async Task Erase_deletes_the_contacts_rows_and_no_other()
    {
        var now = Now();
        await SaveAsync("acme", "it's", Settled(now, "a"));
        await SaveAsync("acme", "8", Settled(now.AddDays(-2), "b"));
        await SaveAsync("other", "it's", Settled(now, "c"));

        Assert.True(await storage.Activity.EraseAsync(new("acme", "it's"), Token));
        Assert.False(await storage.Activity.EraseAsync(new("acme", "it's"), Token));

        Assert.Equal(["8"], (await ListAsync("acme")).Select(row => row.ContactId));
        Assert.Single(await ListAsync("other"));
    }

    [Fact]
    public async Task Drop_deletes_the_rows_of_days_that_are_over()
    {
        var now = Now();
        await SaveAsync("acme", "old", Settled(now.AddDays(-3), "a"));
        await SaveAsync("acme", "new", Settled(now, "b"));

        await storage.Activity.DropAsync(now.AddDays(-1), Token);

        Assert.Equal(["new"], (await ListAsync("acme")).Select(row => row.ContactId));
    }

    /// <summary>A mailbox that has just delivered these together.</summary>
    private static Mailbox Settled(DateTimeOffset at, params string[] ids) =>
        ids.Aggregate(Mailbox.Empty, (mailbox, id) => mailbox.Accept(Update(id), at).Mailbox).Called(DeliveryOutcome.Delivered(null), at).Mailbox;

    /// <summary>The storage's present, in the whole milliseconds that a row has.</summary>
    private DateTimeOffset Now() => DateTimeOffset.FromUnixTimeMilliseconds(storage.Now.ToUnixTimeMilliseconds());

    private async Task SaveAsync(string tenant, string contact, Mailbox mailbox) =>
        Assert.NotNull(await storage.Mailboxes.SaveAsync(new(tenant, contact), mailbox, null, null, Token));

    private async Task<Settlement[]> ListAsync(string tenant, DateTimeOffset? since = null) =>
        await storage.Activity.ListAsync(new(tenant, since ?? storage.Now.AddDays(-7), null, PageSize: 100), Token).ToArrayAsync(Token);
}
