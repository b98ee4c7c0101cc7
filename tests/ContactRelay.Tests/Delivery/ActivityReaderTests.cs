using ContactRelay.Delivery;
using ContactRelay.Mailboxes;
using Xunit;
using static ContactRelay.Tests.Mailboxes.Given;

namespace ContactRelay.Tests.Delivery;

/// <summary>The sums over a tenant's last minutes.</summary>
public sealed class ActivityReaderTests : IActivityStore, IMailboxIndex, IMailboxStore
{
    // Half past: a minute that is under way.
    private readonly ManualTime _time = new(Noon.AddSeconds(30));
    private readonly List<ActivityQuery> _queries = [];
    private readonly Dictionary<string, Mailbox> _mailboxes = [];
    private IEnumerable<Settlement> _rows = [];
    private IEnumerable<PendingContact> _pending = [];
    private bool _hasMore;

    [Fact]
    public async Task Summary_counts_what_was_accepted_and_settled_in_each_minute_and_what_was_pending_at_its_end()
    {
        _rows =
        [
            Row(At(100), Settled(UpdateStatus.Delivered, acceptedAt: At(-180))),
            Row(At(20), Settled(UpdateStatus.Expired, At(-600)), Settled(UpdateStatus.Superseded, At(10))),
            Row(At(-50), Settled(UpdateStatus.Delivered, At(-120)), Settled(UpdateStatus.Rejected, At(-60))),
            Row(At(-120), Settled(UpdateStatus.Delivered, At(-150))),
        ];
        _pending = [new("2", 3, At(40)), new("1", 2, At(-20))];
        _mailboxes["1"] = Mailbox.Empty.Accept(Update("a"), At(-20)).Mailbox.Accept(Update("b"), At(5)).Mailbox;

        var summary = await SummariseAsync(3);

        Assert.Equal(
            [new(At(-120), 1, 1, 0, 6), new(At(-60), 2, 1, 1, 6), new ActivityMinute(At(0), 2, 1, 1, 5)],
            summary.Minutes);
        Assert.Equal(new("acme", At(-120), null, 1000), Assert.Single(_queries));
        Assert.Equal(
            [(UpdateStatus.Delivered, 3), (UpdateStatus.Superseded, 1), (UpdateStatus.Rejected, 1), (UpdateStatus.Expired, 1)],
            summary.Settled.Select(settled => (settled.Key, settled.Value)).OrderBy(settled => settled.Key));
        Assert.Equal(5, summary.Pending);
        Assert.False(summary.IsCutShort);
    }

    [Fact]
    public async Task Summary_shows_the_mailboxes_that_are_due_the_longest_and_still_have_something_pending()
    {
        _pending = [new("2", 1, At(40)), new("3", 1, At(10)), new("1", 1, At(-20))];
        _mailboxes["1"] = Mailbox.Empty.With(Update("a"));
        _mailboxes["2"] = Mailbox.Empty.With(Update("b"));

        var summary = await SummariseAsync(1);

        Assert.Equal(["1", "3", "2"], summary.Contacts.Select(contact => contact.ContactId));
        Assert.Equal([new("acme", "1"), new MailboxKey("acme", "2")], summary.Waiting.Select(waiting => waiting.Key));
        Assert.Equal(["a", "b"], summary.Waiting.SelectMany(waiting => waiting.Mailbox.Pending).Ids());
    }

    [Fact]
    public async Task Summary_shows_twenty_mailboxes_and_no_more()
    {
        for (var i = 0; i < ActivityReader.MaxWaiting + 2; i++)
        {
            _mailboxes[$"{i:d2}"] = Mailbox.Empty.With(Update("a"));
        }

        _pending = [.. _mailboxes.Keys.Select((contact, i) => new PendingContact(contact, 1, At(i)))];

        var summary = await SummariseAsync(1);

        Assert.Equal(22, summary.Contacts.Count);
        Assert.Equal(22, summary.Pending);
        Assert.Equal(_mailboxes.Keys.Order().Take(20), summary.Waiting.Select(waiting => waiting.Key.ContactId));
    }

    [Fact]
    public async Task Summary_of_more_mailboxes_than_are_read_says_that_its_figures_are_a_part()
    {
        for (var i = 0; i < 80; i++)
        {
            _mailboxes[$"{i:d2}"] = Mailbox.Empty.Accept(Update("a"), At(5)).Mailbox;
        }

        _pending = [.. _mailboxes.Keys.Select((contact, i) => new PendingContact(contact, 1, At(i)))];

        var summary = await SummariseAsync(3);

        Assert.True(summary.IsAcceptedPartial);
        Assert.False(summary.IsPendingPartial);
        Assert.Equal([new(At(-120), 0, 0, 0, null), new(At(-60), 0, 0, 0, null), new ActivityMinute(At(0), 20, 0, 0, 80)], summary.Minutes);
    }

    [Fact]
    public async Task Summary_of_more_contacts_than_are_listed_says_so()
    {
        (_pending, _hasMore) = ([new("1", 1, At(0))], true);

        var summary = await SummariseAsync(1);

        Assert.True(summary.IsPendingPartial);
        Assert.True(summary.IsAcceptedPartial);
    }

    [Fact]
    public async Task Summary_that_is_cut_short_tells_no_pending_of_minutes_before_the_cut()
    {
        _rows = Enumerable.Repeat(Row(At(-30), Settled(UpdateStatus.Delivered, At(-40))), 10_001);

        var summary = await SummariseAsync(3);

        Assert.True(summary.IsAcceptedPartial);
        Assert.Equal([null, 0, 0], summary.Minutes.Select(minute => minute.Pending));
    }

    [Fact]
    public async Task Summary_whose_counts_do_not_fit_never_says_that_less_than_nothing_was_pending()
    {
        // Accepted, as its clock says, after it was settled.
        _rows = [Row(At(-10), Settled(UpdateStatus.Delivered, At(5)))];

        var summary = await SummariseAsync(2);

        Assert.Equal([new(At(-60), 0, 1, 0, 0), new ActivityMinute(At(0), 1, 0, 0, 0)], summary.Minutes);
    }

    [Fact]
    public async Task Summary_has_the_times_that_half_and_nearly_all_of_the_deliveries_took()
    {
        _rows =
        [
            Row(At(3), Settled(UpdateStatus.Delivered, At(0), 40), Settled(UpdateStatus.Delivered, At(0), 10)),
            Row(At(2), Settled(UpdateStatus.Rejected, At(0), 999), Settled(UpdateStatus.Delivered, At(0), 30)),
            Row(At(1), Settled(UpdateStatus.Delivered, At(0), 20)),
        ];

        var summary = await SummariseAsync(1);

        Assert.Equal((20, 40), (summary.P50, summary.P99));
    }

    [Fact]
    public async Task Summary_of_a_hundred_deliveries_leaves_out_the_slowest()
    {
        _rows = [Row(At(1), [.. Enumerable.Range(1, 100).Select(i => Settled(UpdateStatus.Delivered, At(0), 1000 * i))])];

        var summary = await SummariseAsync(1);

        Assert.Equal((50_000, 99_000), (summary.P50, summary.P99));
    }

    [Fact]
    public async Task Summary_without_deliveries_has_no_times()
    {
        _rows = [Row(At(1), Settled(UpdateStatus.Rejected, At(0), 10))];

        var summary = await SummariseAsync(1);

        Assert.Null(summary.P50);
        Assert.Null(summary.P99);
    }

    [Theory]
    [InlineData(9_999, 9_999, false)]
    [InlineData(10_000, 10_000, false)]
    [InlineData(10_001, 10_000, true)]
    [InlineData(10_005, 10_000, true)]
    public async Task Summary_of_very_much_is_cut_short(int rows, int counted, bool isCutShort)
    {
        _rows = Enumerable.Repeat(Row(At(1), Settled(UpdateStatus.Delivered, At(0))), rows);

        var summary = await SummariseAsync(1);

        Assert.Equal((counted, isCutShort), (summary.Settled[UpdateStatus.Delivered], summary.IsCutShort));
    }

    IAsyncEnumerable<Settlement> IActivityStore.ListAsync(ActivityQuery query, CancellationToken cancellationToken)
    {
        _queries.Add(query);
        return _rows.ToAsyncEnumerable();
    }

    ValueTask<bool> IActivityStore.EraseAsync(MailboxKey key, CancellationToken cancellationToken) => throw new NotSupportedException();

    ValueTask IActivityStore.DropAsync(DateTimeOffset before, CancellationToken cancellationToken) => throw new NotSupportedException();

    IAsyncEnumerable<MailboxSummary> IMailboxIndex.ListAsync(string tenant, string? after, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    ValueTask<PendingContacts> IMailboxIndex.ListPendingAsync(string tenant, CancellationToken cancellationToken) =>
        ValueTask.FromResult(new PendingContacts([.. _pending], _hasMore));

    IAsyncEnumerable<OverdueMailbox> IMailboxIndex.ListOverdueAsync(DateTimeOffset before, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    IAsyncEnumerable<MailboxKey> IMailboxIndex.ListIdleAsync(DateTimeOffset before, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    ValueTask<LoadedMailbox> IMailboxStore.LoadAsync(MailboxKey key, CancellationToken cancellationToken) =>
        ValueTask.FromResult(new LoadedMailbox(_mailboxes.GetValueOrDefault(key.ContactId, Mailbox.Empty), null));

    ValueTask<string?> IMailboxStore.SaveAsync(MailboxKey key, Mailbox mailbox, string? etag, WakeUp? wakeUp, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    private static DateTimeOffset At(int seconds) => Noon.AddSeconds(seconds);

    private static Settlement Row(DateTimeOffset at, params SettledActivity[] updates) => new("1", at, [.. updates]);

    private static SettledActivity Settled(UpdateStatus status, DateTimeOffset acceptedAt, long milliseconds = 1) =>
        new("a", status, acceptedAt, milliseconds, 200, 1);

    private Task<ActivitySummary> SummariseAsync(int minutes) =>
        new ActivityReader(this, this, this, _time).SummariseAsync("acme", minutes, ActivityReader.MaxWaiting, TestContext.Current.CancellationToken);
}
