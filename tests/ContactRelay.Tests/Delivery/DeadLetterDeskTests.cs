using ContactRelay.Delivery;
using ContactRelay.Mailboxes;
using ContactRelay.Providers;
using ContactRelay.Storage;
using ContactRelay.Tenants;
using ContactRelay.Tests.Mailboxes;
using ContactRelay.Tests.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace ContactRelay.Tests.Delivery;

/// <summary>What comes of redriving and of discarding a dead letter.</summary>
public sealed class DeadLetterDeskTests : IAsyncDisposable
{
    private static readonly MailboxKey Key = new("acme", "1");
    private readonly RelayUnderTest _relay = new((services, storage) => services.AddSingleton<IMailboxStore>(new SteeredMailboxes(storage.Mailboxes)));
    private readonly RecordedMetrics _metrics;

    public DeadLetterDeskTests() => _metrics = new(_relay.Get<IServiceProvider>());

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private SteeredMailboxes Contended => (SteeredMailboxes)_relay.Get<IMailboxStore>();

    public async ValueTask DisposeAsync()
    {
        _metrics.Dispose();
        await _relay.DisposeAsync();
    }

    [Fact]
    public async Task Redrive_makes_the_update_pending_wakes_its_mailbox_and_takes_the_letter_away()
    {
        var letter = await RejectAsync();

        Assert.Equal(DeadLetterOutcome.Redriven, await RedriveAsync(letter));

        Assert.Equal("a", Assert.Single((await _relay.MailboxAsync("1")).Pending).Id);
        Assert.Empty(await _relay.DeadLettersAsync());
        Assert.Null(await _relay.ReceiveAsync());
        Assert.Contains("\"contactId\":\"1\"", (await _relay.ReceiveAsync(QueueNames.BulkUpdates))?.Text, StringComparison.Ordinal);
        Assert.Empty(Settled());
    }

    [Fact]
    public async Task Redrive_of_what_newer_values_have_overtaken_settles_it_without_a_call()
    {
        var letter = await RejectAsync();
        await ChangeAsync(mailbox => mailbox.Accept(Update("b"), _relay.Now).Mailbox.Delivered(_relay.Now));

        Assert.Equal(DeadLetterOutcome.Superseded, await RedriveAsync(letter));

        Assert.Equal(UpdateStatus.Superseded, (await _relay.MailboxAsync("1")).StatusOf("a"));
        await AssertSettledAsync("superseded");
    }

    [Fact]
    public async Task Redrive_into_a_full_mailbox_leaves_the_letter()
    {
        var letter = await RejectAsync();
        var update = letter.Letter.Update!;
        await ChangeAsync(mailbox => mailbox with
        {
            Pending = [.. Enumerable.Range(2, Accepting.MaxPending).Select(i => update with { Id = $"b{i}", Version = new(update.Version.UnixMs, i) })],
        });

        Assert.Equal(DeadLetterOutcome.Full, await RedriveAsync(letter));

        await AssertUntouchedAsync(saves: 0);
    }

    [Fact]
    public async Task Redrive_and_discard_of_what_is_pending_still_leave_the_letter()
    {
        var pending = Mailbox.Empty.Accept(Update("a"), _relay.Now).Mailbox;
        var result = pending.Called(DeliveryOutcome.Rejected("No such field"), _relay.Now);
        await ChangeAsync(_ => pending);
        var letter = await StoreAsync(DeadLetter.Of(Key, Assert.Single(result.Dead)));

        Assert.Equal(DeadLetterOutcome.Pending, await RedriveAsync(letter));
        Assert.Equal(DeadLetterOutcome.Pending, await DiscardAsync(letter));

        await AssertUntouchedAsync(saves: 0);
    }

    [Fact]
    public async Task Redrive_of_an_update_whose_contact_was_erased_takes_the_letter_away()
    {
        var letter = await RejectAsync();
        await ChangeAsync(mailbox => Erasing.Erase(mailbox, _relay.Now + Given.Minute));

        Assert.Equal(DeadLetterOutcome.Gone, await RedriveAsync(letter));

        Assert.Empty(await _relay.DeadLettersAsync());
        Assert.Empty((await _relay.MailboxAsync("1")).Pending);
        Assert.Equal(0, Contended.Saves);
        await AssertNothingWokenAsync();
    }

    [Fact]
    public async Task Discard_settles_the_update_with_its_reason_and_takes_the_letter_away()
    {
        var letter = await RejectAsync();

        Assert.Equal(DeadLetterOutcome.Discarded, await DiscardAsync(letter));

        var settled = (await _relay.MailboxAsync("1")).SettledAs("a");
        Assert.Equal((UpdateStatus.Discarded, "Test data"), (settled.Status, settled.Detail?.Reason));
        await AssertSettledAsync("discarded");
    }

    [Fact]
    public async Task Letter_of_what_was_never_an_update_can_only_be_discarded()
    {
        var letter = await StoreAsync(new() { Tenant = "acme", Id = "a", At = _relay.Now, Kind = DeadLetter.Invalid, Reason = "No JSON" });

        Assert.Equal(DeadLetterOutcome.NoUpdate, await RedriveAsync(letter));
        Assert.Single(await _relay.DeadLettersAsync());

        Assert.Equal(DeadLetterOutcome.Discarded, await DiscardAsync(letter));
        Assert.Empty(await _relay.DeadLettersAsync());
    }

    [Fact]
    public async Task Redrive_of_an_update_as_old_as_mailboxes_remember_keeps_its_id()
    {
        var letter = await RejectAsync();
        _relay.Pass(Mailbox.SettledKept);

        Assert.Equal(DeadLetterOutcome.Redriven, await RedriveAsync(letter));

        Assert.Equal("a", Assert.Single((await _relay.MailboxAsync("1")).Pending).Id);
    }

    [Fact]
    public async Task Redrive_of_an_update_that_died_longer_ago_gives_it_a_new_id_once()
    {
        var letter = await RejectAsync();
        _relay.Pass(Mailbox.SettledKept + TimeSpan.FromMilliseconds(1));

        Assert.Equal(DeadLetterOutcome.Redriven, await RedriveAsync(letter));
        Assert.Empty(await _relay.DeadLettersAsync());
        Assert.Equal(DeadLetterOutcome.Redriven, await RedriveAsync(letter));

        var pending = Assert.Single((await _relay.MailboxAsync("1")).Pending);
        Assert.NotEqual("a", pending.Id);
        Assert.Equal((true, letter.Letter.Update!.Version), (pending.IsBulk, pending.Version));
        Assert.Equal(letter.Letter.Update!.Changes, pending.Changes);
        Assert.NotNull(await _relay.ReceiveAsync(QueueNames.BulkUpdates));
    }

    [Fact]
    public async Task Redrive_of_an_update_that_was_accepted_long_before_it_died_keeps_its_id()
    {
        var accepted = Mailbox.Empty.Accept(Update("a") with { DeliverAt = _relay.Now.AddDays(40) }, _relay.Now).Mailbox;
        _relay.Pass(TimeSpan.FromDays(40));
        var result = accepted.Called(DeliveryOutcome.Rejected("No such field"), _relay.Now);
        await ChangeAsync(_ => result.Mailbox);
        var letter = await StoreAsync(DeadLetter.Of(Key, Assert.Single(result.Dead)));

        Assert.Equal(DeadLetterOutcome.Redriven, await RedriveAsync(letter));

        Assert.Equal("a", Assert.Single((await _relay.MailboxAsync("1")).Pending).Id);
    }

    [Fact]
    public async Task Redrive_after_months_does_not_overwrite_what_was_delivered_since()
    {
        var letter = await RejectAsync();
        await ChangeAsync(mailbox => mailbox.Accept(Update("b"), _relay.Now).Mailbox.Delivered(_relay.Now));
        _relay.Pass(TimeSpan.FromDays(80));
        await _relay.Get<Retention>().ApplyAsync(Token);

        Assert.Equal(DeadLetterOutcome.Superseded, await RedriveAsync(letter));

        Assert.Empty((await _relay.MailboxAsync("1")).Pending);
        Assert.Equal(UpdateStatus.Superseded, (await _relay.MailboxAsync("1")).StatusOf("a"));
    }

    [Fact]
    public async Task Redrive_whose_answer_was_lost_wakes_the_update_when_it_is_asked_for_again()
    {
        var letter = await RejectAsync();
        var rules = Given.Merge;
        await ChangeAsync(mailbox => Redriving.Redrive(mailbox, letter.Letter.Update!, UpdateStatus.Rejected, rules, _relay.Now.AddSeconds(1)).Mailbox);

        Assert.Equal(DeadLetterOutcome.Redriven, await RedriveAsync(letter));

        Assert.NotNull(await _relay.ReceiveAsync(QueueNames.BulkUpdates));
        Assert.Empty(await _relay.DeadLettersAsync());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Decision_that_meets_19_other_saves_is_made_in_the_end(bool isDiscard)
    {
        var letter = await RejectAsync();
        Contended.Conflicts = 19;

        var outcome = isDiscard ? await DiscardAsync(letter) : await RedriveAsync(letter);

        Assert.Equal(isDiscard ? DeadLetterOutcome.Discarded : DeadLetterOutcome.Redriven, outcome);
        Assert.Equal(20, Contended.Saves);
        Assert.Empty(await _relay.DeadLettersAsync());
    }

    [Fact]
    public async Task Decision_that_meets_20_other_saves_leaves_the_letter()
    {
        var letter = await RejectAsync();
        Contended.Conflicts = 20;

        var thrown = await Assert.ThrowsAsync<StorageUnavailableException>(() => DiscardAsync(letter));

        Assert.Equal("The mailbox changes too fast to be saved.", thrown.Message);
        await AssertUntouchedAsync(saves: 20);
    }

    [Fact]
    public async Task Redrive_whose_caller_goes_away_once_it_is_saved_is_done_to_its_end()
    {
        var letter = await RejectAsync();
        using var caller = new CancellationTokenSource();
        Contended.Saving = caller.Cancel;

        Assert.Equal(DeadLetterOutcome.Redriven, await _relay.Get<DeadLetterDesk>().RedriveAsync(await TenantAsync(), letter, caller.Token));

        Assert.Empty(await _relay.DeadLettersAsync());
        Assert.NotNull(await _relay.ReceiveAsync(QueueNames.BulkUpdates));
    }

    private static NewUpdate Update(string id) => Given.Update(id, Given.Fields(("firstName", "Ada")));

    /// <summary>An update is accepted, and refused for good by the provider; gives its letter.</summary>
    private async Task<StoredDeadLetter> RejectAsync()
    {
        var result = Mailbox.Empty.Accept(Update("a"), _relay.Now).Mailbox.Called(DeliveryOutcome.Rejected("No such field"), _relay.Now);
        await ChangeAsync(_ => result.Mailbox);
        return await StoreAsync(DeadLetter.Of(Key, Assert.Single(result.Dead)));
    }

    private async Task ChangeAsync(Func<Mailbox, Mailbox> change)
    {
        var loaded = await _relay.Storage.Mailboxes.LoadAsync(Key, Token);
        Assert.NotNull(await _relay.Storage.Mailboxes.SaveAsync(Key, change(loaded.Mailbox), loaded.ETag, null, Token));
    }

    private async Task<StoredDeadLetter> StoreAsync(DeadLetter letter)
    {
        await _relay.Storage.DeadLetters.UpsertAsync(letter, Token);
        return (await _relay.Storage.DeadLetters.FindAsync("acme", letter.Id, Token))!;
    }

    private async Task<DeadLetterOutcome> RedriveAsync(StoredDeadLetter letter) =>
        await _relay.Get<DeadLetterDesk>().RedriveAsync(await TenantAsync(), letter, Token);

    private async Task<DeadLetterOutcome> DiscardAsync(StoredDeadLetter letter) =>
        await _relay.Get<DeadLetterDesk>().DiscardAsync(await TenantAsync(), letter, "Test data", Token);

    private async Task<Tenant> TenantAsync() => (await _relay.Get<ITenantDirectory>().FindAsync("acme", Token))!;

    private IReadOnlyDictionary<string, double> Settled() => _metrics.Sums("contactrelay.updates.settled");

    /// <summary>It was counted and logged once, nothing is woken for it, and the letter is gone.</summary>
    private async Task AssertSettledAsync(string status)
    {
        Assert.Equal([KeyValuePair.Create($"tenant=acme provider=kulea status={status}", 1.0)], Settled());
        var line = Assert.Single(_relay.Log.Lines, line => line.Words.Contains("without a call", StringComparison.Ordinal));
        Assert.Equal((LogLevel.Information, 2), (line.Level, line.Id));
        Assert.Matches($"^acme kulea contact [0-9a-f]{{12}}: {status} without a call, update a$", line.Words);
        Assert.Empty(await _relay.DeadLettersAsync());
        await AssertNothingWokenAsync();
    }

    private async Task AssertUntouchedAsync(int saves)
    {
        Assert.Equal("a", Assert.Single(await _relay.DeadLettersAsync()).Id);
        Assert.Equal(saves, Contended.Saves);
        Assert.Empty(Settled());
        await AssertNothingWokenAsync();
    }

    private async Task AssertNothingWokenAsync()
    {
        Assert.Null(await _relay.ReceiveAsync());
        Assert.Null(await _relay.ReceiveAsync(QueueNames.BulkUpdates));
    }
}
