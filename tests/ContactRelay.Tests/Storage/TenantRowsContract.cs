using ContactRelay.Delivery;
using ContactRelay.Delivery.Gates;
using ContactRelay.Mailboxes;
using ContactRelay.Providers;
using ContactRelay.Tests.Mailboxes;
using Xunit;

namespace ContactRelay.Tests.Storage;

/// <summary>What every implementation of the port has to do.</summary>
public abstract class TenantRowsContract(StorageUnderTest storage) : IAsyncLifetime
{
    // One whose keys begin alike, and the id itself.
    private static readonly string[] Others = ["acme~g10", "acme", "acme-2"];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => storage.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await storage.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Erase_takes_all_that_is_stored_under_the_scope_and_nothing_else()
    {
        foreach (var scope in Others.Append("acme~g1"))
        {
            await StoreAsync(scope);
        }

        while (await storage.TenantRows.EraseSomeAsync("acme~g1", 2, Token) > 0)
        {
            Token.ThrowIfCancellationRequested();
        }

        Assert.Equal((0, 0, 0, false), await CountAsync("acme~g1"));
        foreach (var scope in Others)
        {
            Assert.Equal((5, 3, 2, true), await CountAsync(scope));
        }
    }

    [Fact]
    public async Task Erase_takes_no_more_than_it_is_told()
    {
        await StoreAsync("acme~g1");

        Assert.True(await storage.TenantRows.EraseSomeAsync("acme~g1", 2, Token) > 0);

        Assert.Equal((3, 1, 0, false), await CountAsync("acme~g1"));
    }

    [Fact]
    public async Task Erase_of_nothing_is_done() => Assert.Equal(0, await storage.TenantRows.EraseSomeAsync("acme~g1", 2, Token));

    [Fact]
    public async Task Mailbox_that_was_erased_is_empty_and_no_save_brings_it_back()
    {
        var key = new MailboxKey("acme~g1", "1");
        var mailbox = Mailbox.Empty.With(Given.Update("a"));
        var etag = await storage.Mailboxes.SaveAsync(key, mailbox, null, null, Token);

        await storage.TenantRows.EraseSomeAsync("acme~g1", 2, Token);

        Assert.Null(await storage.Mailboxes.SaveAsync(key, mailbox, etag, null, Token));
        Assert.Equal((true, null), (await storage.Mailboxes.LoadAsync(key, Token) is { Mailbox.Pending.IsEmpty: true }, (await storage.Mailboxes.LoadAsync(key, Token)).ETag));
    }

    /// <summary>Five mailboxes, two of them with activity, three dead letters and a gate.</summary>
    private async Task StoreAsync(string scope)
    {
        for (var i = 0; i < 5; i++)
        {
            var accepted = Mailbox.Empty.Accept(Given.Update("u" + i), storage.Now).Mailbox;
            var mailbox = i < 2 ? accepted.Called(DeliveryOutcome.Delivered(null), storage.Now).Mailbox : accepted;
            Assert.NotNull(await storage.Mailboxes.SaveAsync(new(scope, $"a/{i}"), mailbox, null, null, Token));
        }

        for (var i = 0; i < 3; i++)
        {
            var letter = new DeadLetter { Tenant = scope, Id = "d" + i, At = storage.Now, Kind = DeadLetter.Invalid, Reason = "None." };
            await storage.DeadLetters.UpsertAsync(letter, Token);
        }

        Assert.NotNull(await storage.Gates.SaveAsync(scope, new TenantGate { NextSlot = storage.Now }, null, Token));
    }

    private async Task<(int Mailboxes, int DeadLetters, int Activity, bool HasGate)> CountAsync(string scope) => (
        await storage.Index.ListAsync(scope, null, Token).CountAsync(Token),
        await storage.DeadLetters.ListAsync(new(scope), Token).CountAsync(Token),
        await storage.Activity.ListAsync(new(scope, storage.Now.AddDays(-7), null, 100), Token).CountAsync(Token),
        (await storage.Gates.LoadAsync(scope, Token)).ETag is not null);
}
