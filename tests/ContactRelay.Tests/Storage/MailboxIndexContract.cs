using ContactRelay.Mailboxes;
using Xunit;
using static ContactRelay.Tests.Mailboxes.Given;

namespace ContactRelay.Tests.Storage;

/// <summary>What every implementation of the port has to do.</summary>
public abstract class MailboxIndexContract(StorageUnderTest storage) : IAsyncLifetime
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => storage.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await storage.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task ListOverdue_gives_what_is_pending_and_was_due_before_the_time()
    {
        var due = Mailbox.Empty.With(Update("a"));
        await SaveAsync("acme", "due", due);
        await SaveAsync("other", "due", due);
        await SaveAsync("acme", "later", Mailbox.Empty.With(Update("a") with { DeliverAt = Noon.AddHours(1) }));
        await SaveAsync("acme", "settled", due.Delivered());

        var listed = await storage.Index.ListOverdueAsync(Noon.AddMinutes(1), Token).ToListAsync(Token);

        Assert.Equal(["acme", "other"], listed.Select(mailbox => mailbox.Key.Tenant).Order());
        Assert.All(listed, mailbox => Assert.Equal(("due", Noon), (mailbox.Key.ContactId, mailbox.Due)));
        Assert.Empty(await storage.Index.ListOverdueAsync(Noon, Token).ToListAsync(Token));
    }

    [Fact]
    public async Task List_gives_each_mailbox_of_the_tenant_with_its_counts()
    {
        await SaveAsync("acme", "pending", Mailbox.Empty.With(Update("a"), Update("b")));
        await SaveAsync("acme", "it's|a/b", Mailbox.Empty.With(Update("a")).Delivered().With(Update("b")).Delivered());
        await SaveAsync("acme-2", "7", Mailbox.Empty.With(Update("a")));
        await SaveAsync("acm", "7", Mailbox.Empty.With(Update("a")));

        var listed = await storage.Index.ListAsync("acme", null, Token).ToDictionaryAsync(mailbox => mailbox.Key.ContactId, cancellationToken: Token);

        Assert.Equal(2, listed.Count);
        Assert.Equal((2L, 2, true), (listed["pending"].Accepted, listed["pending"].Pending, listed["pending"].Due is not null));
        Assert.Equal((2L, 0, null), (listed["it's|a/b"].Accepted, listed["it's|a/b"].Pending, listed["it's|a/b"].Due));
        Assert.Equal(2, listed["it's|a/b"].Counts[UpdateStatus.Delivered]);
    }

    [Fact]
    public async Task List_goes_on_after_a_contact_and_misses_none()
    {
        var ids = new[] { "1", "10", "2", "a b", "é", "z" };
        foreach (var id in ids)
        {
            await SaveAsync("acme", id, Mailbox.Empty.With(Update("a")));
        }

        var seen = new List<string>();
        string? after = null;
        while (await storage.Index.ListAsync("acme", after, Token).Select(mailbox => mailbox.Key.ContactId).FirstOrDefaultAsync(Token) is { } next)
        {
            seen.Add(next);
            after = next;
        }

        Assert.Equal(ids.Order(StringComparer.Ordinal), seen.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task List_of_pending_gives_the_tenants_contacts_with_something_to_do()
    {
        await SaveAsync("acme", "it's|a/b", Mailbox.Empty.With(Update("a"), Update("b")));
        await SaveAsync("acme", "settled", Mailbox.Empty.With(Update("a")).Delivered());
        await SaveAsync("acme-2", "7", Mailbox.Empty.With(Update("a")));

        var pending = Assert.Single((await storage.Index.ListPendingAsync("acme", Token)).Contacts);

        Assert.Equal(("it's|a/b", 2, Noon), (pending.ContactId, pending.Pending, pending.Due));
    }

    [Fact]
    public async Task List_of_idle_gives_those_that_hold_something_for_a_time_and_were_not_saved_since()
    {
        await SaveAsync("acme", "settled", Mailbox.Empty.With(Update("a")).Delivered());
        await SaveAsync("other", "it's", Mailbox.Empty.With(Update("a")).Delivered());
        await SaveAsync("acme", "pending", Mailbox.Empty.With(Update("a")));
        await storage.PassAsync(TimeSpan.FromSeconds(1.5));
        var now = storage.Now;
        await SaveAsync("acme", "new", Mailbox.Empty.With(Update("a")).Delivered());

        var idle = await storage.Index.ListIdleAsync(now, Token).ToArrayAsync(Token);

        Assert.Equal(["settled", "it's"], idle.OrderBy(key => key.Tenant, StringComparer.Ordinal).Select(key => key.ContactId));
    }

    private async Task SaveAsync(string tenant, string contact, Mailbox mailbox) =>
        Assert.NotNull(await storage.Mailboxes.SaveAsync(new(tenant, contact), mailbox, null, null, Token));
}
