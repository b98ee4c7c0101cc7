using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;
using ContactRelay.Delivery;
using ContactRelay.Mailboxes;
using ContactRelay.Providers;
using ContactRelay.Storage;
using ContactRelay.Telemetry;
using ContactRelay.Tests.Mailboxes;
using ContactRelay.Tests.Providers;
using ContactRelay.Tests.Storage;
using ContactRelay.Tests.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ContactRelay.Tests.Delivery;

/// <summary>What an erase takes along while updates come.</summary>
public sealed class ContactErasureTests : IAsyncDisposable
{
    private static readonly MailboxKey Key = new("acme", "1");
    private readonly EmbeddedStorageUnderTest _storage = new();
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await _storage.DisposeAsync();
        await _services.DisposeAsync();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Erase_leaves_the_dead_letter_of_an_update_that_came_after_the_mailbox_was_erased(bool hadMailbox)
    {
        if (hadMailbox)
        {
            await RejectAsync("before");
        }

        await EraseAsync(() => RejectAsync("after"));

        Assert.Null(await _storage.DeadLetters.FindAsync(Key.Tenant, "before", Token));
        Assert.NotNull(await _storage.DeadLetters.FindAsync(Key.Tenant, "after", Token));
    }

    [Fact]
    public async Task Erase_takes_dead_letters_along_that_the_mailbox_has_forgotten()
    {
        await RejectAsync("old");
        var loaded = await _storage.Mailboxes.LoadAsync(Key, Token);
        await _storage.Mailboxes.SaveAsync(Key, loaded.Mailbox with { Settled = [] }, loaded.ETag, null, Token);

        Assert.True(await EraseAsync(() => Task.CompletedTask));

        Assert.Null(await _storage.DeadLetters.FindAsync(Key.Tenant, "old", Token));
    }

    [Fact]
    public async Task Erase_of_a_contact_of_whom_nothing_is_stored_says_so()
    {
        Assert.False(await EraseAsync(() => Task.CompletedTask));

        Assert.Null((await _storage.Mailboxes.LoadAsync(Key, Token)).ETag);
    }

    [Fact]
    public async Task Erase_of_a_mailbox_alone_counts_what_was_pending_as_cancelled()
    {
        using var metrics = new RecordedMetrics(_services);
        await SaveAsync(Mailbox.Empty.With(Given.Update("a"), Given.Update("b")));

        Assert.True(await EraseAsync(() => Task.CompletedTask));

        var erased = (await _storage.Mailboxes.LoadAsync(Key, Token)).Mailbox;
        Assert.Equal((0, 2), (erased.Pending.Length, erased.Counts[UpdateStatus.Cancelled]));
        Assert.Equal(
            [KeyValuePair.Create("tenant=acme provider=kulea status=cancelled", 2.0)], metrics.Sums("contactrelay.updates.settled"));
    }

    [Fact]
    public async Task Erase_of_dead_letters_alone_deletes_each()
    {
        await KeepLetterAsync("a");
        await KeepLetterAsync("b");

        Assert.True(await EraseAsync(() => Task.CompletedTask));

        Assert.Empty(await _storage.DeadLetters.ListAsync(new(Key.Tenant), Token).ToArrayAsync(Token));
    }

    [Fact]
    public async Task Erase_of_nothing_but_what_came_meanwhile_says_that_nothing_was_stored()
    {
        Assert.False(await EraseAsync(async () =>
        {
            await SaveAsync(Mailbox.Empty.With(Given.Update("a")));
            await KeepLetterAsync("a");
        }));

        Assert.NotNull(await _storage.DeadLetters.FindAsync(Key.Tenant, "a", Token));
    }

    [Fact]
    public async Task Erase_that_meets_19_other_saves_is_done_in_the_end()
    {
        await SaveAsync(Mailbox.Empty.With(Given.Update("a")));
        var mailboxes = new SteeredMailboxes(_storage.Mailboxes) { Conflicts = 19 };

        Assert.True(await EraseAsync(() => Task.CompletedTask, mailboxes));

        Assert.Equal(20, mailboxes.Saves);
        Assert.Empty((await _storage.Mailboxes.LoadAsync(Key, Token)).Mailbox.Pending);
    }

    [Fact]
    public async Task Erase_that_meets_20_other_saves_fails_and_leaves_the_dead_letters()
    {
        await SaveAsync(Mailbox.Empty.With(Given.Update("a")));
        await KeepLetterAsync("b");
        var mailboxes = new SteeredMailboxes(_storage.Mailboxes) { Conflicts = 20 };

        var thrown = await Assert.ThrowsAsync<StorageUnavailableException>(() => EraseAsync(() => Task.CompletedTask, mailboxes));

        Assert.Equal("The mailbox changes too fast to be saved.", thrown.Message);
        Assert.Equal(20, mailboxes.Saves);
        Assert.NotNull(await _storage.DeadLetters.FindAsync(Key.Tenant, "b", Token));
    }

    private Task<bool> EraseAsync(Func<Task> meanwhile, IMailboxStore? mailboxes = null)
    {
        var metrics = new RelayMetrics(_services.GetRequiredService<IMeterFactory>());
        var letters = new LettersListedAfter(meanwhile, _storage.DeadLetters);
        return new ContactErasure(mailboxes ?? _storage.Mailboxes, letters, _storage.Activity, metrics, TimeProvider.System)
            .EraseAsync(TenantBuilder.Kulea().Build(), Key.ContactId, Token);
    }

    private async Task SaveAsync(Mailbox mailbox)
    {
        var loaded = await _storage.Mailboxes.LoadAsync(Key, Token);
        Assert.NotNull(await _storage.Mailboxes.SaveAsync(Key, mailbox, loaded.ETag, null, Token));
    }

    /// <summary>The letter of an update that its mailbox does not say anything of.</summary>
    private async Task KeepLetterAsync(string id)
    {
        var result = Mailbox.Empty.With(Given.Update(id)).Called(DeliveryOutcome.Rejected("No such field"));
        await _storage.DeadLetters.UpsertAsync(DeadLetter.Of(Key, Assert.Single(result.Dead)), Token);
    }

    /// <summary>An update is accepted, and refused for good by the provider.</summary>
    private async Task RejectAsync(string id)
    {
        var now = TimeProvider.System.GetUtcNow() + Given.Minute;
        var loaded = await _storage.Mailboxes.LoadAsync(Key, Token);
        var result = loaded.Mailbox.Accept(Given.Update(id), now).Mailbox
            .Called(DeliveryOutcome.Rejected("No such field", RefusalScope.Fields), now);
        await _storage.DeadLetters.UpsertAsync(DeadLetter.Of(Key, Assert.Single(result.Dead)), Token);
        Assert.NotNull(await _storage.Mailboxes.SaveAsync(Key, result.Mailbox, loaded.ETag, null, Token));
    }

    private sealed class LettersListedAfter(Func<Task> meanwhile, IDeadLetterStore letters) : IDeadLetterStore
    {
        public ValueTask UpsertAsync(DeadLetter letter, CancellationToken cancellationToken) => letters.UpsertAsync(letter, cancellationToken);

        public ValueTask<StoredDeadLetter?> FindAsync(string tenant, string id, CancellationToken cancellationToken) =>
            letters.FindAsync(tenant, id, cancellationToken);

        public async IAsyncEnumerable<StoredDeadLetter> ListAsync(
            DeadLetterQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await meanwhile();
            await foreach (var letter in letters.ListAsync(query, cancellationToken))
            {
                yield return letter;
            }
        }

        public ValueTask<bool> DeleteAsync(StoredDeadLetter letter, CancellationToken cancellationToken) => letters.DeleteAsync(letter, cancellationToken);
    }
}
