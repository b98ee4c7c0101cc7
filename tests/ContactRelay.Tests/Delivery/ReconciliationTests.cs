using System.Collections.Immutable;
using ContactRelay.Delivery;
using ContactRelay.Mailboxes;
using ContactRelay.Storage;
using Xunit;

namespace ContactRelay.Tests.Delivery;

/// <summary>What a walk through a tenant's mailboxes sends and says.</summary>
public sealed class ReconciliationTests : IMailboxIndex, IUpdateQueue
{
    private readonly ManualTime _time = new();
    private readonly List<(string Queue, string Text, TimeSpan Delay)> _sent = [];
    private readonly List<(string Tenant, string? After)> _listed = [];
    private IEnumerable<MailboxSummary> _mailboxes = [];

    // What becomes of the message of this number, where it is not simply sent.
    private Func<int, ValueTask> _send = _ => ValueTask.CompletedTask;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Walk_wakes_what_is_pending_when_it_is_due_and_counts_all()
    {
        var due = _time.GetUtcNow().AddHours(1);
        _mailboxes =
        [
            Summary("1", accepted: 5, pending: 2, due, (UpdateStatus.Delivered, 3)),
            Summary("2", accepted: 2, pending: 0, null, (UpdateStatus.Delivered, 1), (UpdateStatus.Rejected, 1)),
            Summary("3", accepted: 1, pending: 1, null),
        ];

        var report = await RunAsync("0");

        Assert.Equal([("acme", "0")], _listed);
        Assert.Equal([("contact-updates-bulk", Text("1"), TimeSpan.FromHours(1)), ("contact-updates-bulk", Text("3"), TimeSpan.Zero)], _sent);
        Assert.Equal((3, 8, 3), (report.Ledger.Mailboxes, report.Ledger.Accepted, report.Ledger.Pending));
        Assert.Equal((4, 1), (report.Ledger.Settled[UpdateStatus.Delivered], report.Ledger.Settled[UpdateStatus.Rejected]));
        Assert.Equal((2, null), (report.WakeUps, report.Next));
        Assert.Empty(report.Unbalanced);
    }

    [Fact]
    public async Task Walk_names_the_mailboxes_that_do_not_add_up()
    {
        _mailboxes =
        [
            Summary("1", accepted: 5, pending: 0, null, (UpdateStatus.Delivered, 3)),
            Summary("2", accepted: 1, pending: 0, null, (UpdateStatus.Delivered, 1)),
            Summary("3", accepted: 1, pending: 0, null, (UpdateStatus.Delivered, 2)),
        ];

        var report = await RunAsync();

        Assert.Equal([("1", 2L), ("3", -1L)], report.Unbalanced);
        Assert.Equal((1, 0), (report.Ledger.Difference, report.WakeUps));
    }

    [Fact]
    public async Task Walk_names_a_hundred_mailboxes_that_do_not_add_up_and_no_more()
    {
        _mailboxes = Numbered(ReconcileReport.MaxUnbalanced + 2, pending: 0, accepted: 1);

        var report = await RunAsync();

        Assert.Equal(100, report.Unbalanced.Count);
        Assert.Equal((Id(1), Id(100)), (report.Unbalanced[0].ContactId, report.Unbalanced[^1].ContactId));
        Assert.Equal(102, report.Ledger.Difference);
    }

    [Theory]
    [InlineData(Reconciliation.MaxMailboxes, null)]
    [InlineData(Reconciliation.MaxMailboxes + 1, "010000")]
    [InlineData(Reconciliation.MaxMailboxes + 50, "010000")]
    public async Task Walk_stops_after_so_many_mailboxes_and_says_where(int count, string? next)
    {
        _mailboxes = Numbered(count, pending: 0, accepted: 0);

        var report = await RunAsync();

        Assert.Equal((10_000, next), (report.Ledger.Mailboxes, report.Next));
    }

    [Theory]
    [InlineData(1, 3)]
    [InlineData(32, 32)]
    [InlineData(40, 40)]
    [InlineData(1, Reconciliation.MaxMailboxes + 1)]
    public async Task Walk_whose_wake_up_cannot_be_sent_fails(int pending, int count)
    {
        _mailboxes = Numbered(count, pending: 0, accepted: 0)
            .Select((mailbox, i) => i < pending ? mailbox with { Accepted = 1, Pending = 1 } : mailbox);
        _send = number => number == 1 ? ValueTask.FromException(new StorageUnavailableException("The queue is away.")) : ValueTask.CompletedTask;

        var thrown = await Assert.ThrowsAsync<StorageUnavailableException>(() => RunAsync());

        Assert.Equal("The queue is away.", thrown.Message);
        Assert.Equal(Math.Min(pending, 32), _sent.Count);
    }

    [Fact]
    public async Task Walk_sends_32_wake_ups_at_a_time()
    {
        _mailboxes = Numbered(65, pending: 1, accepted: 1);
        var waves = new[] { new TaskCompletionSource(), new TaskCompletionSource(), new TaskCompletionSource() };
        _send = number => new(waves[(number - 1) / 32].Task);

        // Where no context is captured, a completed wave is gone on from at once.
        var counts = new List<int>();
        var report = await Task.Run(
            async () =>
            {
                var running = RunAsync();
                foreach (var wave in waves)
                {
                    counts.Add(_sent.Count);
                    wave.SetResult();
                }

                return await running;
            },
            Token);

        Assert.Equal([32, 64, 65], counts);
        Assert.Equal(65, report.WakeUps);
    }

    IAsyncEnumerable<MailboxSummary> IMailboxIndex.ListAsync(string tenant, string? after, CancellationToken cancellationToken)
    {
        _listed.Add((tenant, after));
        return _mailboxes.ToAsyncEnumerable();
    }

    ValueTask<PendingContacts> IMailboxIndex.ListPendingAsync(string tenant, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    IAsyncEnumerable<OverdueMailbox> IMailboxIndex.ListOverdueAsync(DateTimeOffset before, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    IAsyncEnumerable<MailboxKey> IMailboxIndex.ListIdleAsync(DateTimeOffset before, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    ValueTask IUpdateQueue.SendAsync(string queue, string text, TimeSpan delay, CancellationToken cancellationToken)
    {
        _sent.Add((queue, text, delay));
        return _send(_sent.Count);
    }

    private static string Text(string contact) => $$"""{"tenant":"acme","contactId":"{{contact}}"}""";

    private static string Id(int number) => $"{number:d6}";

    private static IEnumerable<MailboxSummary> Numbered(int count, int pending, int accepted) =>
        Enumerable.Range(1, count).Select(number => Summary(Id(number), accepted, pending, null));

    private static MailboxSummary Summary(
        string contact, long accepted, int pending, DateTimeOffset? due, params (UpdateStatus Status, long Count)[] counts) =>
        new(new("acme", contact), accepted, pending, due, counts.ToImmutableSortedDictionary(count => count.Status, count => count.Count));

    private Task<ReconcileReport> RunAsync(string? after = null) =>
        new Reconciliation(this, new(this, _time), _time).RunAsync("acme", after, Token);
}
