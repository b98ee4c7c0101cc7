using ContactRelay.LocalHost.Storage;
using ContactRelay.Mailboxes;
using ContactRelay.Tests.Mailboxes;
using Microsoft.Data.Sqlite;
using Xunit;

namespace ContactRelay.Tests.Storage;

/// <summary>The settled updates of a contact that has many, which the embedded storage keeps in a row of their own.</summary>
public sealed class SettledRowTests : IAsyncDisposable
{
    private const int Many = 17;

    private static readonly MailboxKey Key = new("acme", "1");
    private readonly EmbeddedStorageUnderTest _storage = new();
    private string? _etag;

    private EmbeddedMailboxStore Store => _storage.Embedded;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Many - 1, 0)]
    [InlineData(Many, 1)]
    public async Task Load_gives_all_that_was_settled_wherever_it_is(int settled, int rows)
    {
        var mailbox = Settled(settled);
        await SaveAsync(mailbox);
        Assert.Equal(rows, Rows());
        var saved = (await Store.LoadAsync(Key, Token)).Mailbox;
        await _storage.ReopenAsync();

        var (read, etag) = await Store.LoadAsync(Key, Token);

        Assert.Equal(_etag, etag);
        Assert.Equal(MailboxDocument.Write(mailbox), MailboxDocument.Write(read));
        Assert.Equal(saved.StoredBytes, read.StoredBytes);
        Assert.InRange(read.StoredBytes, MailboxDocument.Write(mailbox).Length, MailboxDocument.Write(mailbox).Length + 200);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_update_that_is_merely_accepted_keeps_what_was_settled(bool isReopened)
    {
        await SaveAsync(Settled(Many));
        if (isReopened)
        {
            await _storage.ReopenAsync();
        }

        await SaveAsync((await Store.LoadAsync(Key, Token)).Mailbox.With(Given.Update("next")));
        await SaveAsync((await Store.LoadAsync(Key, Token)).Mailbox.With(Given.Update("one more")));
        var live = await Store.LoadAsync(Key, Token);
        await _storage.ReopenAsync();
        var read = await Store.LoadAsync(Key, Token);

        Assert.Equal(["next", "one more"], read.Mailbox.Pending.Ids());
        Assert.Equal(Many, read.Mailbox.Settled.Length);
        Assert.Equal(MailboxDocument.Write(live.Mailbox), MailboxDocument.Write(read.Mailbox));
        Assert.Equal(live.Mailbox.StoredBytes, read.Mailbox.StoredBytes);
    }

    [Fact]
    public async Task An_update_that_is_merely_accepted_does_not_write_the_row()
    {
        await SaveAsync(Settled(Many));
        using (var session = new SqlSession(_storage.DatabasePath, SqliteOpenMode.ReadWrite))
        {
            session.Execute("DELETE FROM settled");
        }

        await SaveAsync((await Store.LoadAsync(Key, Token)).Mailbox.With(Given.Update("next")));

        Assert.Equal(0, Rows());
    }

    [Fact]
    public async Task Each_that_is_settled_is_added()
    {
        var mailbox = Settled(Many);
        await SaveAsync(mailbox);
        for (var more = 0; more < 3; more++)
        {
            await SaveAsync((await Store.LoadAsync(Key, Token)).Mailbox.With(Given.Update($"more {more}")));
            await SaveAsync((await Store.LoadAsync(Key, Token)).Mailbox.Delivered());
        }

        await _storage.ReopenAsync();

        var settled = (await Store.LoadAsync(Key, Token)).Mailbox.Settled;
        Assert.Equal(Many + 3, settled.Length);
        Assert.Equal("more 2", settled[^1].Id);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Nothing_is_left_of_it_once_the_contact_is_erased(bool isReopened)
    {
        await SaveAsync(Settled(Many));
        if (isReopened)
        {
            await _storage.ReopenAsync();
        }

        await SaveAsync(Mailbox.Empty with { Erased = new(_storage.Now) });

        Assert.Equal(0, Rows());
        Assert.Empty((await Store.LoadAsync(Key, Token)).Mailbox.Settled);
    }

    [Fact]
    public async Task A_save_that_conflicts_changes_nothing_of_it()
    {
        var mailbox = Settled(Many);
        await SaveAsync(mailbox);

        Assert.Null(await Store.SaveAsync(Key, Settled(Many + 5), "7", null, Token));
        Assert.Null(await Store.SaveAsync(Key, Mailbox.Empty, null, null, Token));
        await _storage.ReopenAsync();

        Assert.Equal(Many, (await Store.LoadAsync(Key, Token)).Mailbox.Settled.Length);
    }

    public ValueTask DisposeAsync() => _storage.DisposeAsync();

    private static Mailbox Settled(int count)
    {
        var mailbox = Enumerable.Range(0, count).Aggregate(Mailbox.Empty, (mailbox, number) => mailbox.With(Given.Update($"u{number}")).Delivered());
        return mailbox with { JustSettled = [] };
    }

    private async Task SaveAsync(Mailbox mailbox)
    {
        _etag = await Store.SaveAsync(Key, mailbox, _etag, null, Token);
        Assert.NotNull(_etag);
    }

    private int Rows()
    {
        using var session = new SqlSession(_storage.DatabasePath, SqliteOpenMode.ReadOnly);
        return Assert.Single(session.Query("SELECT count(*) FROM settled", row => row.GetInt32(0)));
    }
}
