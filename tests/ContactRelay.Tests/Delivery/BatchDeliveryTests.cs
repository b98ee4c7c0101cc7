using ContactRelay.Delivery;
using ContactRelay.Mailboxes;
using ContactRelay.Providers;
using ContactRelay.Storage;
using ContactRelay.Tenants;
using ContactRelay.Tests.Mailboxes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace ContactRelay.Tests.Delivery;

/// <summary>How what came of a call is settled, and when the next is made.</summary>
public sealed class BatchDeliveryTests : IAsyncDisposable
{
    private const string TraceParent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    private static readonly MailboxKey Key = new("acme", "1");
    private static readonly DeliveryOutcome Rejected = DeliveryOutcome.Rejected("No such field");

    private readonly RelayUnderTest _relay;
    private Watched _mailboxes = null!;
    private Letters _letters = null!;

    public BatchDeliveryTests() => _relay = new((services, storage) => services
        .AddSingleton<IMailboxStore>(_mailboxes = new(storage.Mailboxes))
        .AddSingleton<IDeadLetterStore>(_letters = new(storage.DeadLetters)));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _relay.DisposeAsync();

    public static TheoryData<string, int, double> Waits { get; } = new()
    {
        { "failed", 0, 5 },
        { "failed", 1, 30 },
        { "unauthorized", 3, 5 },
        { "after 1 s", 0, 5 },
        { "after 1 h", 0, 3600 },
        { "after 10 d", 0, 3_600 },
        { "no answer", 0, 30 },
        { "no answer", 3, 600 },
    };

    [Theory]
    [MemberData(nameof(Waits))]
    public async Task Settle_retry_waits_by_schedule_and_by_what_the_provider_asks(string what, int attempts, double seconds)
    {
        var (batch, loaded) = await BeginAsync(attempts);

        await SettleAsync(batch, loaded, what switch
        {
            "unauthorized" => DeliveryOutcome.Unauthorized("HTTP 401"),
            "after 1 s" => DeliveryOutcome.RetryLater("HTTP 503", TimeSpan.FromSeconds(1)),
            "after 1 h" => DeliveryOutcome.RetryLater("HTTP 503", TimeSpan.FromHours(1)),
            "after 10 d" => DeliveryOutcome.Throttled("HTTP 429", TimeSpan.FromDays(10)),
            "no answer" => DeliveryOutcome.NoAnswer("No answer."),
            _ => DeliveryOutcome.RetryLater("HTTP 503"),
        });

        Assert.Equal(_relay.Now.AddSeconds(seconds), (await _relay.MailboxAsync("1")).NextAttemptAt);
    }

    [Fact]
    public async Task Settle_delivered_saves_once_without_a_look_and_writes_it_down()
    {
        var (batch, loaded) = await BeginAsync();

        await SettleAsync(batch, loaded, DeliveryOutcome.Delivered("record-1"));

        Assert.Equal((0, 1, 0), (_mailboxes.Loads, _mailboxes.Saves, _letters.Upserts));
        Assert.Equal(UpdateStatus.Delivered, (await _relay.MailboxAsync("1")).FindSettled(batch.Members[0].Id)?.Status);
        Assert.Single(_relay.Log.Lines, line => line.Level == LogLevel.Information && line.Id == 1 && line.Words.EndsWith(
            $"delivered (HTTP 200, 7 ms), update {batch.Members[0].Id}", StringComparison.Ordinal));
        Assert.Null(await _relay.ReceiveAsync());
    }

    [Fact]
    public async Task Settle_rejected_looks_at_the_mailbox_before_its_dead_letter_is_kept()
    {
        var (batch, loaded) = await BeginAsync();

        await SettleAsync(batch, loaded, Rejected);

        Assert.Equal((1, 1, 1), (_mailboxes.Loads, _mailboxes.Saves, _letters.Upserts));
        Assert.Equal(batch.Members[0].Id, Assert.Single(await _relay.DeadLettersAsync()).Id);
    }

    [Fact]
    public async Task Settle_rejected_of_a_contact_that_was_erased_keeps_nothing()
    {
        var (batch, loaded) = await BeginAsync();
        await EraseAsync();

        await SettleAsync(batch, loaded, Rejected);

        Assert.Equal(0, _letters.Upserts);
        Assert.Null((await _relay.MailboxAsync("1")).Lease);
    }

    [Fact]
    public async Task Settle_rejected_of_a_contact_that_is_erased_in_the_middle_takes_its_dead_letter_back()
    {
        var (batch, loaded) = await BeginAsync();
        _mailboxes.BeforeNextSave = EraseAsync;

        await SettleAsync(batch, loaded, Rejected);

        Assert.Equal(1, _letters.Upserts);
        Assert.Empty(await _relay.DeadLettersAsync());
        Assert.Null((await _relay.MailboxAsync("1")).Lease);
    }

    [Fact]
    public async Task Settle_rejected_whose_lease_is_lost_in_the_middle_takes_its_dead_letter_back()
    {
        var (batch, loaded) = await BeginAsync();
        _mailboxes.BeforeNextSave = async () => await ChangeAsync(mailbox => mailbox with { Lease = null });

        await SettleAsync(batch, loaded, Rejected);

        Assert.Equal(1, _letters.Upserts);
        Assert.Empty(await _relay.DeadLettersAsync());
        Assert.NotNull((await _relay.MailboxAsync("1")).FindPending(batch.Members[0].Id));
    }

    [Fact]
    public async Task Settle_lease_of_another_changes_nothing_and_looks_again_at_its_end()
    {
        var (batch, _) = await BeginAsync();
        var until = _relay.Now.AddSeconds(40);
        var taken = await ChangeAsync(mailbox => mailbox with { Lease = mailbox.Lease! with { Token = "other", Until = until } });

        await SettleAsync(batch, taken, DeliveryOutcome.Delivered("record-1"));

        Assert.Equal("other", (await _relay.MailboxAsync("1")).Lease?.Token);
        _relay.Pass(TimeSpan.FromSeconds(40) - TimeSpan.FromTicks(1));
        Assert.Null(await _relay.ReceiveAsync());
        _relay.Pass(TimeSpan.FromTicks(1));
        var message = QueueMessageReader.Read((await _relay.ReceiveAsync())!.Text);
        Assert.Equal((Key, TraceParent), (message.Key, message.TraceParent));
    }

    [Fact]
    public async Task Settle_lease_of_another_that_has_ended_looks_again_when_it_is_due()
    {
        var (batch, _) = await BeginAsync();
        var now = _relay.Now;
        var taken = await ChangeAsync(mailbox => mailbox with
        {
            Lease = mailbox.Lease! with { Token = "other", Until = now },
            NextAttemptAt = now.AddSeconds(20),
        });

        await SettleAsync(batch, taken, DeliveryOutcome.Delivered("record-1"));

        Assert.Null(await _relay.ReceiveAsync());
        _relay.Pass(TimeSpan.FromSeconds(20));
        Assert.NotNull(await _relay.ReceiveAsync());
    }

    [Fact]
    public async Task Settle_mailbox_that_others_always_save_first_is_tried_until_it_must_be_full()
    {
        var (batch, loaded) = await BeginAsync();
        _mailboxes.Conflicts = true;

        var thrown = await Assert.ThrowsAsync<StorageUnavailableException>(() => SettleAsync(batch, loaded, DeliveryOutcome.Delivered("record-1")));

        Assert.Equal("The mailbox changes too fast to settle it.", thrown.Message);
        Assert.Equal((Accepting.MaxPending, Accepting.MaxPending), (_mailboxes.Loads, _mailboxes.Saves));
    }

    /// <summary>An update is accepted, and its lease taken, with nothing left on the queue.</summary>
    private async Task<(Batch Batch, LoadedMailbox Loaded)> BeginAsync(int attempts = 0)
    {
        await _relay.AcceptAsync("1");
        Assert.NotNull(await _relay.ReceiveAsync());
        Batch? batch = null;
        var loaded = await ChangeAsync(mailbox =>
        {
            var begun = (mailbox with { Attempts = attempts }).Begin(_relay.Now);
            batch = begun.Batch;
            return begun.Mailbox with { JustSettled = [] };
        });
        (_mailboxes.Loads, _mailboxes.Saves) = (0, 0);
        return (batch!, loaded);
    }

    private async Task SettleAsync(Batch batch, LoadedMailbox loaded, DeliveryOutcome outcome)
    {
        var tenant = await _relay.Get<ITenantDirectory>().FindAsync("acme", Token);
        await _relay.Get<BatchDelivery>().SettleAsync(Key, tenant!, batch, Given.Report(outcome), loaded, TraceParent);
    }

    private Task<LoadedMailbox> EraseAsync() => ChangeAsync(mailbox => Erasing.Erase(mailbox, _relay.Now));

    private async Task<LoadedMailbox> ChangeAsync(Func<Mailbox, Mailbox> change)
    {
        var loaded = await _relay.Storage.Mailboxes.LoadAsync(Key, Token);
        var changed = change(loaded.Mailbox);
        var etag = await _relay.Storage.Mailboxes.SaveAsync(Key, changed, loaded.ETag, null, Token);
        Assert.NotNull(etag);
        return new(changed, etag);
    }

    private sealed class Watched(IMailboxStore mailboxes) : IMailboxStore
    {
        public int Loads { get; set; }

        public int Saves { get; set; }

        public bool Conflicts { get; set; }

        public Func<Task>? BeforeNextSave { get; set; }

        public ValueTask<LoadedMailbox> LoadAsync(MailboxKey key, CancellationToken cancellationToken)
        {
            Loads++;
            return mailboxes.LoadAsync(key, cancellationToken);
        }

        public async ValueTask<string?> SaveAsync(MailboxKey key, Mailbox mailbox, string? etag, WakeUp? wakeUp, CancellationToken cancellationToken)
        {
            Saves++;
            if (BeforeNextSave is { } meanwhile)
            {
                BeforeNextSave = null;
                await meanwhile();
            }

            return Conflicts ? null : await mailboxes.SaveAsync(key, mailbox, etag, wakeUp, cancellationToken);
        }
    }

    private sealed class Letters(IDeadLetterStore letters) : IDeadLetterStore
    {
        public int Upserts { get; private set; }

        public ValueTask UpsertAsync(DeadLetter letter, CancellationToken cancellationToken)
        {
            Upserts++;
            return letters.UpsertAsync(letter, cancellationToken);
        }

        public ValueTask<StoredDeadLetter?> FindAsync(string tenant, string id, CancellationToken cancellationToken) => letters.FindAsync(tenant, id, cancellationToken);

        public IAsyncEnumerable<StoredDeadLetter> ListAsync(DeadLetterQuery query, CancellationToken cancellationToken) => letters.ListAsync(query, cancellationToken);

        public ValueTask<bool> DeleteAsync(StoredDeadLetter letter, CancellationToken cancellationToken) => letters.DeleteAsync(letter, cancellationToken);
    }
}
