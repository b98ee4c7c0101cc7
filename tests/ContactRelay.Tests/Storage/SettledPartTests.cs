using ContactRelay.LocalHost.Storage;
using ContactRelay.Mailboxes;
using ContactRelay.Tests.Mailboxes;
using Microsoft.Data.Sqlite;
using Xunit;

namespace ContactRelay.Tests.Storage;

/// <summary>The settled updates of a contact that has many, which the embedded storage keeps in rows of their own, eight in each.</summary>
public sealed class SettledPartTests : IAsyncDisposable
{
    private const int Many = 17;

    private static readonly MailboxKey Key = new("acme", "1");
    private readonly EmbeddedStorageUnderTest _storage = new();
    private string? _etag;

    private EmbeddedMailboxStore Store => _storage.Embedded;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Many - 1, 0)]
    [InlineData(Many, 3)]
    [InlineData(64, 8)]
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
        Assert.InRange(read.StoredBytes, MailboxDocument.Write(mailbox).Length, MailboxDocument.Write(mailbox).Length + (100 * (rows + 1)));
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

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_update_that_is_merely_accepted_does_not_write_the_rows(bool isReopened)
    {
        await SaveAsync(Settled(Many));
        if (isReopened)
        {
            await _storage.ReopenAsync();
        }

        var mailbox = (await Store.LoadAsync(Key, Token)).Mailbox;
        Execute("DELETE FROM settled_parts");
        await SaveAsync(mailbox.With(Given.Update("next")));

        Assert.Equal(0, Rows());
    }

    [Fact]
    public async Task One_that_is_settled_writes_the_last_row_alone()
    {
        await SaveAsync(Settled(Many));
        var mailbox = (await Store.LoadAsync(Key, Token)).Mailbox;
        Execute("DELETE FROM settled_parts");

        await SaveAsync(mailbox.With(Given.Update("next")).Delivered());

        Assert.Equal([2L], Parts());
    }

    [Fact]
    public async Task A_detail_that_goes_for_age_writes_the_row_that_it_was_in()
    {
        await SaveAsync(Settled(Mailbox.MaxDetails + 8));
        var mailbox = (await Store.LoadAsync(Key, Token)).Mailbox;
        Execute("DELETE FROM settled_parts");

        await SaveAsync(mailbox.With(Given.Update("next")).Delivered());

        Assert.Equal([1L, 7L], Parts());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Whatever_becomes_of_them_what_is_loaded_is_what_was_saved(int seed)
    {
        var random = new Random(seed);
        var number = 0;
        var mailbox = Mailbox.Empty;
        for (var change = 0; change < 60; change++)
        {
            var settled = mailbox.Settled;
            settled = random.Next(6) switch
            {
                0 when settled.Length > 0 => settled.RemoveAt(random.Next(settled.Length)),
                1 => settled.RemoveRange(0, random.Next(settled.Length + 1) / 2),
                2 when settled.Length > 0 && random.Next(settled.Length) is var at => settled.SetItem(at, settled[at] with { Detail = null }),
                3 => [.. random.GetItems(settled.ToArray(), settled.IsEmpty ? 0 : 20).DistinctBy(update => update.Id)],
                _ => [.. settled, .. Enumerable.Range(0, random.Next(25)).Select(_ => Settled(1).Settled[0] with { Id = $"u{number++}" })],
            };
            mailbox = mailbox with { Settled = settled };
            await SaveAsync(mailbox);
            if (random.Next(2) == 0)
            {
                await _storage.ReopenAsync();
            }

            mailbox = (await Store.LoadAsync(Key, Token)).Mailbox;

            Assert.Equal(settled.Select(update => update.Id), mailbox.Settled.Select(update => update.Id));
            Assert.Equal(settled.Select(update => update.Detail is null), mailbox.Settled.Select(update => update.Detail is null));
        }
    }

    [Fact]
    public async Task What_an_earlier_release_has_stored_in_one_row_is_moved()
    {
        var mailbox = Settled(150);
        await SaveAsync(mailbox);
        Execute("DELETE FROM settled_parts");
        Execute("CREATE TABLE settled (tenant TEXT NOT NULL, contact TEXT NOT NULL, document BLOB NOT NULL, PRIMARY KEY (tenant, contact)) WITHOUT ROWID");
        Execute("INSERT INTO settled VALUES (?1, ?2, ?3)", Key.Tenant, Key.ContactId, MailboxDocument.Write(Mailbox.Empty with { Settled = mailbox.Settled }));

        await _storage.ReopenAsync();
        await _storage.ReopenAsync();

        Assert.Equal(MailboxDocument.Write(mailbox), MailboxDocument.Write((await Store.LoadAsync(Key, Token)).Mailbox));
        Assert.Equal(19, Rows());
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

    private void Execute(string sql, params ReadOnlySpan<SqlValue> values)
    {
        using var session = new SqlSession(_storage.DatabasePath, SqliteOpenMode.ReadWrite);
        session.Execute(sql, values);
    }

    private int Rows() => Parts().Count;

    private List<long> Parts()
    {
        using var session = new SqlSession(_storage.DatabasePath, SqliteOpenMode.ReadOnly);
        return session.Query("SELECT part FROM settled_parts ORDER BY part", row => row.GetInt64(0));
    }
}
