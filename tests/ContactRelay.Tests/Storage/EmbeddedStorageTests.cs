using ContactRelay.Delivery;
using ContactRelay.LocalHost;
using ContactRelay.LocalHost.Storage;
using ContactRelay.Mailboxes;
using ContactRelay.Providers;
using ContactRelay.Tests.Mailboxes;
using Xunit;

namespace ContactRelay.Tests.Storage;

public sealed class EmbeddedMailboxStoreTests() : MailboxStoreContract(new EmbeddedStorageUnderTest());

public sealed class EmbeddedUpdateQueueTests() : UpdateQueueContract(new EmbeddedStorageUnderTest());

public sealed class EmbeddedDeadLetterStoreTests() : DeadLetterStoreContract(new EmbeddedStorageUnderTest());

public sealed class EmbeddedTenantStoreTests() : TenantStoreContract(new EmbeddedStorageUnderTest());

public sealed class EmbeddedTenantRowsTests() : TenantRowsContract(new EmbeddedStorageUnderTest());

public sealed class EmbeddedTenantGateStoreTests() : TenantGateStoreContract(new EmbeddedStorageUnderTest());

public sealed class EmbeddedMailboxIndexTests() : MailboxIndexContract(new EmbeddedStorageUnderTest());

public sealed class EmbeddedActivityStoreTests() : ActivityStoreContract(new EmbeddedStorageUnderTest());

public sealed class EmbeddedUnreadableRowTests() : UnreadableRowContract(new EmbeddedStorageUnderTest());

/// <summary>What the embedded storage does beyond the ports.</summary>
public sealed class EmbeddedStorageTests : IAsyncDisposable
{
    private const string Queue = "contact-updates";
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private readonly EmbeddedStorageUnderTest _storage = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _storage.DisposeAsync();

    [Fact]
    public async Task Save_writes_no_activity_where_it_is_switched_off()
    {
        await using var storage = new EmbeddedStorageUnderTest(recordsActivity: false);
        var settled = Mailbox.Empty.With(Given.Update("a")).Called(DeliveryOutcome.Delivered(null)).Mailbox;

        Assert.NotNull(await storage.Mailboxes.SaveAsync(new("acme", "1"), settled, null, null, Token));

        Assert.Empty(await storage.Activity.ListAsync(new("acme", DateTimeOffset.UnixEpoch, null, PageSize: 10), Token).ToArrayAsync(Token));
    }

    [Fact]
    public async Task Load_gives_what_was_saved_as_it_gives_what_is_read_again()
    {
        var key = new MailboxKey("acme", "1");
        var mailbox = Mailbox.Empty.With(Given.Update("a")).Called(DeliveryOutcome.RetryLater("Busy.")).Mailbox;
        await _storage.Mailboxes.SaveAsync(key, mailbox, null, null, Token);
        var (saved, savedAs) = await _storage.Mailboxes.LoadAsync(key, Token);
        await _storage.ReopenAsync();

        var (read, readAs) = await _storage.Mailboxes.LoadAsync(key, Token);

        Assert.Equal(savedAs, readAs);
        Assert.NotEqual(0, read.StoredBytes);
        Assert.Equal(saved.StoredBytes, read.StoredBytes);
        Assert.Equal(MailboxDocument.Write(saved), MailboxDocument.Write(read));
        Assert.Equal(saved.DueAt(), read.DueAt());
    }

    [Theory]
    [InlineData(false, QueueNames.Updates)]
    [InlineData(true, QueueNames.BulkUpdates)]
    public async Task Wake_up_that_was_saved_with_its_mailbox_comes_again_after_a_start_until_nothing_is_pending(bool isBulk, string queue)
    {
        await _storage.PassAsync(Given.Noon - _storage.Now);
        var key = new MailboxKey("acme", "1");
        var pending = Mailbox.Empty.With(Given.Update("a") with { IsBulk = isBulk, DeliverAt = Given.Noon + Minute });
        var etag = await _storage.Mailboxes.SaveAsync(key, pending, null, pending.NextWakeUp(key), Token);
        await _storage.ReceiveAsync(queue, Minute);
        await _storage.ReopenAsync();

        Assert.Null(await _storage.ReceiveAsync(queue, Minute));
        await _storage.PassAsync(Minute);
        var again = await _storage.ReceiveAsync(queue, Minute);
        Assert.Equal((key, 1), (QueueMessageReader.Read(again!.Text).Key, again.DequeueCount));
        Assert.Null(await _storage.ReceiveAsync(queue, Minute));

        Assert.NotNull(await _storage.Mailboxes.SaveAsync(key, Mailbox.Empty, etag, null, Token));
        await _storage.ReopenAsync();
        Assert.Null(await _storage.ReceiveAsync(queue, Minute));
    }

    [Fact]
    public async Task Wake_up_that_says_more_than_its_mailbox_comes_as_it_was_after_a_start()
    {
        await _storage.PassAsync(Given.Noon - _storage.Now);
        var key = new MailboxKey("acme", "1");
        var pending = Mailbox.Empty.With(Given.Update("a"));
        var slot = _storage.Now + Minute;
        await _storage.Mailboxes.SaveAsync(key, pending, null, pending.WakeUpAt(key, slot) with { Slot = slot }, Token);
        await _storage.ReopenAsync();
        await _storage.PassAsync(Minute);

        var message = await _storage.ReceiveAsync(QueueNames.Updates, Minute);

        Assert.Equal(slot, QueueMessageReader.Read(message!.Text).Slot);
        Assert.Null(await _storage.ReceiveAsync(QueueNames.Updates, Minute));
    }

    [Fact]
    public async Task Update_that_is_due_is_woken_after_a_start_though_a_later_one_was_found_too_early()
    {
        await _storage.PassAsync(Given.Noon - _storage.Now);
        var key = new MailboxKey("acme", "1");
        var scheduled = Mailbox.Empty.With(Given.Update("a") with { DeliverAt = Given.Noon + TimeSpan.FromDays(1) });
        var etag = await _storage.Mailboxes.SaveAsync(key, scheduled, null, scheduled.NextWakeUp(key), Token);
        await new WakeUpSender(_storage.Queue, _storage.Time).SendAsync(scheduled.NextWakeUp(key)!, Token);
        var urgent = scheduled.With(Given.Update("b"));
        await _storage.Mailboxes.SaveAsync(key, urgent, etag, urgent.NextWakeUp(key), Token);
        await _storage.ReopenAsync();

        var message = await _storage.ReceiveAsync(QueueNames.Updates, Minute);

        Assert.Equal(key, QueueMessageReader.Read(message!.Text).Key);
    }

    [Fact]
    public async Task Release_shows_a_message_again_after_the_delay_and_keeps_its_count_when_reopened()
    {
        await _storage.Queue.SendAsync(Queue, "one", TimeSpan.Zero, Token);
        await _storage.ReleaseAsync((await _storage.ReceiveAsync(Queue, Minute))!, Minute);
        await _storage.ReopenAsync();

        Assert.Null(await _storage.ReceiveAsync(Queue, Minute));
        await _storage.PassAsync(Minute);
        Assert.Equal(2, (await _storage.ReceiveAsync(Queue, Minute))!.DequeueCount);
    }

    [Fact]
    public async Task Delete_by_one_who_lost_the_message_changes_nothing()
    {
        await _storage.Queue.SendAsync(Queue, "one", TimeSpan.Zero, Token);
        var lost = await _storage.ReceiveAsync(Queue, Minute);
        await _storage.PassAsync(Minute);
        var held = await _storage.ReceiveAsync(Queue, Minute);

        await _storage.DeleteAsync(lost!);
        await _storage.ReopenAsync();

        Assert.Equal(held!.Id, (await _storage.ReceiveAsync(Queue, Minute))?.Id);
    }

    [Fact]
    public async Task Move_puts_the_text_on_the_other_queue_under_a_new_id()
    {
        await _storage.Queue.SendAsync(Queue, "one", TimeSpan.Zero, Token);
        var item = await _storage.ReceiveAsync(Queue, Minute);

        await _storage.MoveAsync(item!, Queue + "-poison");
        await _storage.ReopenAsync();

        var moved = await _storage.ReceiveAsync(Queue + "-poison", Minute);
        Assert.Equal("one", moved!.Text);
        Assert.NotEqual(item!.Id, moved.Id);
        Assert.Null(await _storage.ReceiveAsync(Queue, Minute));
    }

    [Fact]
    public async Task Receive_that_waits_gets_the_message_that_comes()
    {
        var receiving = _storage.WaitForMessageAsync(Queue, Token);
        Assert.False(receiving.IsCompleted);

        await _storage.Queue.SendAsync(Queue, "one", TimeSpan.Zero, Token);

        Assert.Equal("one", (await receiving).Text);
    }

    [Fact]
    public async Task Receive_waits_for_a_message_that_is_due_within_a_millisecond()
    {
        await _storage.Queue.SendAsync(Queue, "one", TimeSpan.FromMilliseconds(1.5), Token);
        var receiving = _storage.WaitForMessageAsync(Queue, Token);

        await _storage.PassAsync(TimeSpan.FromMilliseconds(1));
        Assert.False(receiving.IsCompleted);
        await _storage.PassAsync(TimeSpan.FromMilliseconds(1));

        Assert.Equal("one", (await receiving).Text);
    }

    [Fact]
    public async Task Recover_ends_the_leases_of_the_process_before_and_lets_the_contact_rest()
    {
        var key = new MailboxKey("acme", "1");
        var mailbox = Mailbox.Empty with
        {
            Pending = [new() { Id = "u1", Version = new(1, 1), Changes = new([]), AcceptedAt = _storage.Now, BodyHash = "h" }],
            Lease = new("token", _storage.Now + Minute, _storage.Now, ["u1"]),
        };
        await _storage.Mailboxes.SaveAsync(key, mailbox, null, null, Token);
        await _storage.Mailboxes.SaveAsync(new("acme", "2"), mailbox with { Lease = null }, null, null, Token);
        await _storage.ReopenAsync();

        var recovered = await _storage.Embedded.RecoverAsync(_storage.Now);

        Assert.Equal(1, recovered);
        var after = (await _storage.Mailboxes.LoadAsync(key, Token)).Mailbox;
        Assert.Null(after.Lease);
        Assert.Equal(_storage.Now + Leases.WaitAfterNoAnswer, after.NextAttemptAt);
        Assert.True(after.Pending[0].OutcomeUnknown);
    }

    [Fact]
    public void Open_of_a_folder_in_use_says_so()
    {
        using var path = new TestFolder();
        using var folder = DataFolder.Open(path.Path);

        var error = Assert.Throws<StartException>(() => DataFolder.Open(path.Path));

        Assert.Contains("in use by another ContactRelay", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_keeps_the_folder_to_its_owner()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no such modes.");
            return;
        }

        using var path = new TestFolder();
        var inner = Path.Combine(path.Path, "data");
        using var folder = DataFolder.Open(inner);

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(inner));
    }
}
