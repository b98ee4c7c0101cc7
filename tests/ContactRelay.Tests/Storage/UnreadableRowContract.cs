using System.Text;
using ContactRelay.Delivery;
using ContactRelay.Mailboxes;
using ContactRelay.Storage;
using ContactRelay.Tests.Mailboxes;
using Xunit;

namespace ContactRelay.Tests.Storage;

/// <summary>What every implementation of the ports makes of a row that is damaged.</summary>
public abstract class UnreadableRowContract(StorageUnderTest storage) : IAsyncLifetime
{
    private static readonly MailboxKey Key = new("acme", "a/b|c");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => storage.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await storage.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("""{"pending":[{"id":"a"},""")]
    [InlineData("not JSON")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("7")]
    [InlineData("""{"pending":5}""")]
    [InlineData("""{"version":2,"updates":[]}""")]
    [InlineData("{}")]
    public async Task Mailbox_that_cannot_be_read_says_so_and_can_be_replaced(string document)
    {
        await storage.Mailboxes.SaveAsync(Key, Mailbox.Empty.With(Given.Update("a")), null, null, Token);
        await storage.DamageAsync("mailboxes", Key.Tenant, Key.ContactId, Encoding.UTF8.GetBytes(document));
        await storage.ReopenAsync();

        var thrown = await Assert.ThrowsAsync<UnreadableRowException>(async () => await storage.Mailboxes.LoadAsync(Key, Token));

        Assert.Equal("mailboxes", thrown.Table);
        Assert.DoesNotContain(Key.ContactId, thrown.ToString(), StringComparison.Ordinal);
        Assert.NotNull(await storage.Mailboxes.SaveAsync(Key, Mailbox.Empty, thrown.ETag, null, Token));
        Assert.Empty((await storage.Mailboxes.LoadAsync(Key, Token)).Mailbox.Pending);
    }

    [Fact]
    public async Task Dead_letter_that_cannot_be_read_is_listed_among_the_others_and_can_be_deleted()
    {
        foreach (var id in new[] { "u1", "u2", "u3" })
        {
            await storage.DeadLetters.UpsertAsync(
                new() { Tenant = "acme", Id = id, ContactId = "7", At = DateTimeOffset.UnixEpoch, Kind = DeadLetter.Invalid, Reason = "Wrong." }, Token);
        }

        await storage.DamageAsync("deadletters", "acme", "u2", "{\"tenant\":\"ac"u8.ToArray());

        var letters = await storage.DeadLetters.ListAsync(new("acme"), Token).ToArrayAsync(Token);
        Assert.Equal([("u1", false), ("u2", true), ("u3", false)], letters.Select(stored => (stored.Letter.Id, stored.Letter.IsUnreadable)));
        Assert.True((await storage.DeadLetters.FindAsync("acme", "u2", Token))!.Letter.IsUnreadable);
        Assert.True(await storage.DeadLetters.DeleteAsync(letters[1], Token));
        Assert.Equal(2, await storage.DeadLetters.ListAsync(new("acme"), Token).CountAsync(Token));
    }

    [Fact]
    public async Task Gate_that_cannot_be_read_says_so_and_can_be_replaced()
    {
        await storage.Gates.SaveAsync("acme", new(), null, Token);
        await storage.DamageAsync("gates", "acme", "", "{"u8.ToArray());

        var thrown = await Assert.ThrowsAsync<UnreadableRowException>(async () => await storage.Gates.LoadAsync("acme", Token));

        Assert.Empty(await storage.Gates.ListHoldsAsync(Token));
        Assert.NotNull(await storage.Gates.SaveAsync("acme", new(), thrown.ETag, Token));
    }

    [Fact]
    public async Task Dead_letters_of_all_tenants_are_listed_if_none_is_named()
    {
        foreach (var tenant in new[] { "b", "", "a", "c/d" })
        {
            for (var i = 0; i < 60; i++)
            {
                await storage.DeadLetters.UpsertAsync(
                    new() { Tenant = tenant, Id = $"{i:00}", At = DateTimeOffset.UnixEpoch.AddDays(i), Kind = DeadLetter.Invalid, Reason = "Wrong." }, Token);
            }
        }

        var letters = await storage.DeadLetters.ListAsync(new((string?)null) { Until = DateTimeOffset.UnixEpoch.AddDays(50) }, Token).ToArrayAsync(Token);

        Assert.Equal(200, letters.Select(stored => (stored.Letter.Tenant, stored.Letter.Id)).Distinct().Count());
        Assert.Equal(200, letters.Length);
    }
}
