using ContactRelay.Delivery;
using ContactRelay.Mailboxes;
using Microsoft.Extensions.Logging;
using Xunit;

namespace ContactRelay.Tests.Delivery;

/// <summary>What becomes of what is kept for a time in mailboxes that nothing comes to any more.</summary>
public sealed class IdleRetentionTests : IMailboxIndex, IMailboxStore, IActivityStore, IDisposable
{
    private readonly ManualTime _time = new();
    private readonly CapturedLog _log = new();
    private readonly LoggerFactory _loggers;
    private readonly SortedDictionary<string, Mailbox> _idle = new(StringComparer.Ordinal);
    private readonly List<(MailboxKey Key, Mailbox Mailbox, string? ETag, WakeUp? WakeUp)> _saved = [];
    private readonly HashSet<string> _savedMeanwhile = [];
    private DateTimeOffset? _droppedBefore;
    private DateTimeOffset? _idleBefore;

    public IdleRetentionTests() => _loggers = new([_log]);

    private DateTimeOffset Now => _time.GetUtcNow();

    public void Dispose()
    {
        _loggers.Dispose();
        _log.Dispose();
    }

    [Fact]
    public async Task Retention_drops_activity_of_a_week_ago_and_looks_at_mailboxes_idle_for_as_long_as_a_tombstone_stands()
    {
        await ApplyAsync();

        Assert.Equal((Now.AddDays(-7), Now.AddDays(-8)), (_droppedBefore, _idleBefore));
    }

    [Fact]
    public async Task Retention_saves_only_the_mailboxes_in_which_something_is_old_and_says_how_many()
    {
        _idle["1"] = Mailbox.Empty with { Sequence = 1, Erased = new(Now.AddDays(-9)) };
        _idle["2"] = Mailbox.Empty with { Sequence = 2, Erased = new(Now.AddDays(-8)) };
        _idle["3"] = Mailbox.Empty with { Sequence = 3, Erased = new(Now.AddDays(-10)) };

        await ApplyAsync();

        Assert.Equal(["1", "3"], _saved.Select(save => save.Key.ContactId));
        Assert.All(_saved, save => Assert.Equal(("acme", null, "etag of " + save.Key.ContactId, null), (save.Key.Tenant, save.Mailbox.Erased, save.ETag, save.WakeUp)));
        Assert.Equal([1, 3], _saved.Select(save => save.Mailbox.Sequence));
        Assert.Equal((LogLevel.Information, 71, "Dropped what was kept for long enough from 2 mailboxes"), Assert.Single(_log.Lines));
    }

    [Fact]
    public async Task Retention_does_not_count_a_mailbox_that_is_saved_meanwhile()
    {
        _idle["1"] = Mailbox.Empty with { Erased = new(Now.AddDays(-9)) };
        _savedMeanwhile.Add("1");

        await ApplyAsync();

        Assert.Single(_saved);
        Assert.Equal((LogLevel.Information, 71, "Dropped what was kept for long enough from 0 mailboxes"), Assert.Single(_log.Lines));
    }

    IAsyncEnumerable<MailboxSummary> IMailboxIndex.ListAsync(string tenant, string? after, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    ValueTask<PendingContacts> IMailboxIndex.ListPendingAsync(string tenant, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    IAsyncEnumerable<OverdueMailbox> IMailboxIndex.ListOverdueAsync(DateTimeOffset before, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    IAsyncEnumerable<MailboxKey> IMailboxIndex.ListIdleAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        _idleBefore = before;
        return _idle.Keys.Select(contact => new MailboxKey("acme", contact)).ToAsyncEnumerable();
    }

    ValueTask<LoadedMailbox> IMailboxStore.LoadAsync(MailboxKey key, CancellationToken cancellationToken) =>
        ValueTask.FromResult(new LoadedMailbox(_idle[key.ContactId], "etag of " + key.ContactId));

    ValueTask<string?> IMailboxStore.SaveAsync(MailboxKey key, Mailbox mailbox, string? etag, WakeUp? wakeUp, CancellationToken cancellationToken)
    {
        _saved.Add((key, mailbox, etag, wakeUp));
        return ValueTask.FromResult(_savedMeanwhile.Contains(key.ContactId) ? null : "new");
    }

    IAsyncEnumerable<Settlement> IActivityStore.ListAsync(ActivityQuery query, CancellationToken cancellationToken) => throw new NotSupportedException();

    ValueTask<bool> IActivityStore.EraseAsync(MailboxKey key, CancellationToken cancellationToken) => throw new NotSupportedException();

    ValueTask IActivityStore.DropAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        _droppedBefore = before;
        return ValueTask.CompletedTask;
    }

    private Task ApplyAsync() =>
        new Retention(this, this, this, _time, _loggers.CreateLogger<Retention>()).ApplyAsync(TestContext.Current.CancellationToken);
}
