using System.Globalization;
using ContactRelay.LocalHost.Storage;
using ContactRelay.Mailboxes;
using Xunit;

namespace ContactRelay.Tests.Storage;

/// <summary>Leases of the embedded storage, which are in memory where nothing else of a mailbox changes.</summary>
public sealed class EmbeddedLeaseTests : IAsyncDisposable
{
    private static readonly MailboxKey Key = new("acme", "1");
    private readonly EmbeddedStorageUnderTest _storage = new();

    private EmbeddedMailboxStore Store => _storage.Embedded;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _storage.DisposeAsync();

    [Fact]
    public async Task Lease_is_not_written_to_the_document_and_holds_all_the_same()
    {
        var before = await Store.SaveAsync(Key, Pending("u1"), null, null, Token);

        var leased = await LeaseAsync("mine");

        Assert.NotEqual(before, leased);
        Assert.Equal("mine", (await Store.LoadAsync(Key, Token)).Mailbox.Lease?.Token);
        Assert.Null(await Store.SaveAsync(Key, Pending("u2"), before, null, Token));
        await _storage.ReopenAsync();
        Assert.Null((await Store.LoadAsync(Key, Token)).Mailbox.Lease);
    }

    [Fact]
    public async Task Recover_lets_the_contact_rest_whose_lease_was_in_memory()
    {
        await Store.SaveAsync(Key, Pending("u1"), null, null, Token);
        await LeaseAsync("mine");
        await _storage.ReopenAsync();

        Assert.Equal(1, await Store.RecoverAsync(_storage.Now));

        var after = (await Store.LoadAsync(Key, Token)).Mailbox;
        Assert.Null(after.Lease);
        Assert.Equal(_storage.Now + Leases.WaitAfterNoAnswer, after.NextAttemptAt);
        Assert.True(Assert.Single(after.Pending).OutcomeUnknown);
    }

    [Fact]
    public async Task Recover_twice_counts_the_lost_call_once()
    {
        await Store.SaveAsync(Key, Pending("u1"), null, null, Token);
        await LeaseAsync("mine");
        await _storage.ReopenAsync();
        await Store.RecoverAsync(_storage.Now);
        await _storage.ReopenAsync();

        Assert.Equal(0, await Store.RecoverAsync(_storage.Now));

        Assert.Equal(1, (await Store.LoadAsync(Key, Token)).Mailbox.AttemptNumber);
    }

    [Fact]
    public async Task Recover_leaves_alone_what_was_settled()
    {
        await Store.SaveAsync(Key, Pending("u1"), null, null, Token);
        var leased = await LeaseAsync("mine");
        await Store.SaveAsync(Key, Mailbox.Empty with { Sequence = 1 }, leased, null, Token);
        await _storage.ReopenAsync();

        Assert.Equal(0, await Store.RecoverAsync(_storage.Now));

        Assert.Null((await Store.LoadAsync(Key, Token)).Mailbox.NextAttemptAt);
    }

    [Fact]
    public async Task Recover_finds_a_lease_that_was_stored_with_what_was_accepted_beside_it()
    {
        await Store.SaveAsync(Key, Pending("u1"), null, null, Token);
        var etag = await LeaseAsync("mine");
        var beside = (await Store.LoadAsync(Key, Token)).Mailbox;
        await Store.SaveAsync(Key, beside with { Sequence = 2, Pending = [.. beside.Pending, .. Pending("u2").Pending] }, etag, null, Token);
        await _storage.ReopenAsync();

        Assert.Equal(1, await Store.RecoverAsync(_storage.Now));

        var after = (await Store.LoadAsync(Key, Token)).Mailbox;
        Assert.Equal([true, false], after.Pending.Select(update => update.OutcomeUnknown));
        Assert.Equal(1, after.AttemptNumber);
    }

    [Fact]
    public async Task Lease_of_more_updates_than_are_kept_beside_the_database_is_stored_in_it()
    {
        string[] ids = [.. Enumerable.Range(0, 200).Select(i => i.ToString("x32", CultureInfo.InvariantCulture))];
        await Store.SaveAsync(Key, Pending(ids), null, null, Token);

        await LeaseAsync("mine");
        await _storage.ReopenAsync();

        Assert.Equal("mine", (await Store.LoadAsync(Key, Token)).Mailbox.Lease?.Token);
        Assert.Equal(1, await Store.RecoverAsync(_storage.Now));
    }

    // More than are remembered, and each with a lease: none may be forgotten with what is let go.
    [Fact]
    public async Task Leases_of_many_contacts_all_hold()
    {
        const int contacts = 400;
        for (var contact = 0; contact < contacts; contact++)
        {
            var key = new MailboxKey("acme", contact.ToString(CultureInfo.InvariantCulture));
            await Store.SaveAsync(key, Pending("u1"), null, null, Token);
            await LeaseAsync("mine", key);
        }

        for (var contact = 0; contact < contacts; contact++)
        {
            Assert.Equal("mine", (await Store.LoadAsync(new("acme", contact.ToString(CultureInfo.InvariantCulture)), Token)).Mailbox.Lease?.Token);
        }

        await _storage.ReopenAsync();
        Assert.Equal(contacts, await Store.RecoverAsync(_storage.Now));
    }

    [Fact]
    public async Task Saves_and_leases_at_the_same_time_lose_none_of_each_other()
    {
        await Store.SaveAsync(Key, Pending("u1"), null, null, Token);
        var saved = 1L;
        var leasedTwice = 0;

        await Task.WhenAll(Enumerable.Range(0, 8).Select(worker => Task.Run(
            async () =>
            {
                for (var turn = 0; turn < 200; turn++)
                {
                    var (mailbox, etag) = await Store.LoadAsync(Key, Token);
                    if (worker % 2 == 0)
                    {
                        // As an accept does, beside a lease or not.
                        if (await Store.SaveAsync(Key, mailbox with { Sequence = mailbox.Sequence + 1 }, etag, null, Token) is not null)
                        {
                            Interlocked.Increment(ref saved);
                        }
                    }
                    else if (mailbox.Lease is null && await Store.SaveAsync(Key, mailbox with { Lease = LeaseOf(mailbox, $"{worker}-{turn}") }, etag, null, Token) is not null)
                    {
                        await EndAsync($"{worker}-{turn}");
                    }
                }
            },
            Token)));

        Assert.Equal(0, leasedTwice);
        Assert.Equal(saved, (await Store.LoadAsync(Key, Token)).Mailbox.Sequence);

        // As a settle does: it is mine until I give it back.
        async Task EndAsync(string token)
        {
            while (true)
            {
                var (mailbox, etag) = await Store.LoadAsync(Key, Token);
                if (mailbox.Lease?.Token != token)
                {
                    Interlocked.Increment(ref leasedTwice);
                    return;
                }

                if (await Store.SaveAsync(Key, mailbox with { Lease = null, AttemptNumber = mailbox.AttemptNumber + 1 }, etag, null, Token) is not null)
                {
                    return;
                }
            }
        }
    }

    private static Mailbox Pending(params string[] ids) => Mailbox.Empty with
    {
        Sequence = 1,
        Pending = [.. ids.Select(id => new PendingUpdate { Id = id, Version = new(1, 1), Changes = new([]), AcceptedAt = DateTimeOffset.UnixEpoch, BodyHash = "h" })],
    };

    private Lease LeaseOf(Mailbox mailbox, string token) =>
        new(token, _storage.Now + TimeSpan.FromMinutes(1), _storage.Now, [.. mailbox.Pending.Select(update => update.Id)]);

    private async Task<string?> LeaseAsync(string token, MailboxKey? key = null)
    {
        var (mailbox, etag) = await Store.LoadAsync(key ?? Key, Token);
        return await Store.SaveAsync(key ?? Key, mailbox with { Lease = LeaseOf(mailbox, token) }, etag, null, Token);
    }
}
