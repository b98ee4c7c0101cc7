using ContactRelay.Mailboxes;
using ContactRelay.Tests.Mailboxes;
using Xunit;

namespace ContactRelay.Tests.Storage;

/// <summary>What is loaded of the settled updates of a contact that has many, which the embedded storage keeps in rows of their own.</summary>
public sealed class SettledLoadTests : SettledStorage
{
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
        await Storage.ReopenAsync();

        var (read, etag) = await Store.LoadAsync(Key, Token);

        Assert.Equal(ETag, etag);
        Assert.Equal(MailboxDocument.Write(mailbox), MailboxDocument.Write(read));
        Assert.Equal(saved.StoredBytes, read.StoredBytes);
        Assert.InRange(read.StoredBytes, MailboxDocument.Write(mailbox).Length, MailboxDocument.Write(mailbox).Length + (100 * (rows + 1)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_update_that_is_merely_accepted_keeps_what_was_settled(bool isReopened)
    {
        await SaveManyAsync(isReopened);
        await SaveAsync((await Store.LoadAsync(Key, Token)).Mailbox.With(Given.Update("next")));
        await SaveAsync((await Store.LoadAsync(Key, Token)).Mailbox.With(Given.Update("one more")));
        var live = await Store.LoadAsync(Key, Token);
        await Storage.ReopenAsync();
        var read = await Store.LoadAsync(Key, Token);

        Assert.Equal(["next", "one more"], read.Mailbox.Pending.Ids());
        Assert.Equal(Many, read.Mailbox.Settled.Length);
        Assert.Equal(MailboxDocument.Write(live.Mailbox), MailboxDocument.Write(read.Mailbox));
        Assert.Equal(live.Mailbox.StoredBytes, read.Mailbox.StoredBytes);
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
                await Storage.ReopenAsync();
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

        await Storage.ReopenAsync();
        await Storage.ReopenAsync();

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

        await Storage.ReopenAsync();

        var settled = (await Store.LoadAsync(Key, Token)).Mailbox.Settled;
        Assert.Equal(Many + 3, settled.Length);
        Assert.Equal("more 2", settled[^1].Id);
    }

    [Fact]
    public async Task A_save_that_conflicts_changes_nothing_of_it()
    {
        var mailbox = Settled(Many);
        await SaveAsync(mailbox);

        Assert.Null(await Store.SaveAsync(Key, Settled(Many + 5), "7", null, Token));
        Assert.Null(await Store.SaveAsync(Key, Mailbox.Empty, null, null, Token));
        await Storage.ReopenAsync();

        Assert.Equal(Many, (await Store.LoadAsync(Key, Token)).Mailbox.Settled.Length);
    }
}
