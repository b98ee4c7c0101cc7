using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;
using ContactRelay.Delivery;
using ContactRelay.Mailboxes;
using ContactRelay.Providers;
using ContactRelay.Telemetry;
using ContactRelay.Tests.Mailboxes;
using ContactRelay.Tests.Providers;
using ContactRelay.Tests.Storage;
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

    private Task<bool> EraseAsync(Func<Task> meanwhile)
    {
        var metrics = new RelayMetrics(_services.GetRequiredService<IMeterFactory>());
        var letters = new LettersListedAfter(meanwhile, _storage.DeadLetters);
        return new ContactErasure(_storage.Mailboxes, letters, _storage.Activity, metrics, TimeProvider.System)
            .EraseAsync(TenantBuilder.Kulea().Build(), Key.ContactId, Token);
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
