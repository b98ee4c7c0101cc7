using ContactRelay.Delivery;
using ContactRelay.Delivery.Gates;
using ContactRelay.LocalHost.Storage;
using ContactRelay.LocalHost.WorkerHost;
using ContactRelay.Mailboxes;
using ContactRelay.Tenants;
using Xunit;

namespace ContactRelay.Tests.Storage;

/// <summary>The embedded storage in a folder of its own.</summary>
internal sealed class EmbeddedStorageUnderTest : StorageUnderTest
{
    private readonly ManualTime _time = new();
    private readonly TestFolder _path = new();
    private DataFolder _folder;
    private EmbeddedDatabase _database;
    private EmbeddedQueue _queue;

    public EmbeddedStorageUnderTest() => (_folder, _database, _queue) = Open();

    /// <summary>Whether the recent activity is written.</summary>
    public bool RecordsActivity { get; init; } = true;

    public EmbeddedMailboxStore Embedded => new(_database, _queue, new(RecordsActivity), _time);

    public override IMailboxStore Mailboxes => Embedded;

    public override IUpdateQueue Queue => _queue;

    public override IDeadLetterStore DeadLetters => new EmbeddedDeadLetterStore(_database);

    public override IMailboxIndex Index => new EmbeddedMailboxIndex(_database);

    public override IActivityStore Activity => new EmbeddedActivityStore(_database);

    public override ITenantStore Tenants => new EmbeddedTenantStore(_database);

    public override ITenantGateStore Gates => new EmbeddedTenantGateStore(_database);

    public override DateTimeOffset Now => _time.GetUtcNow();

    public override async Task<ReceivedItem?> ReceiveAsync(string queue, TimeSpan inHand)
    {
        using var stop = new CancellationTokenSource();
        var receiving = _queue.ReceiveAsync(queue, inHand, stop.Token);
        if (!receiving.IsCompleted)
        {
            // A message that can be seen is had at once; whoever waits gets none now.
            await stop.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => receiving);
            return null;
        }

        var message = await receiving;
        return new(message.Id, message.Text, message.InsertedAt, message.DequeueCount, message);
    }

    public Task<HostMessage> WaitForMessageAsync(string queue, CancellationToken cancellationToken) =>
        _queue.ReceiveAsync(queue, TimeSpan.FromMinutes(1), cancellationToken);

    public override Task DeleteAsync(ReceivedItem item) => _queue.DeleteAsync((EmbeddedMessage)item.Handle);

    public Task ReleaseAsync(ReceivedItem item, TimeSpan delay) => _queue.ReleaseAsync((EmbeddedMessage)item.Handle, delay);

    public Task MoveAsync(ReceivedItem item, string queue) => _queue.MoveAsync((EmbeddedMessage)item.Handle, queue);

    public override Task PassAsync(TimeSpan time)
    {
        _time.Advance(time);
        return Task.CompletedTask;
    }

    public override Task ReopenAsync()
    {
        Close();
        (_folder, _database, _queue) = Open();
        return Task.CompletedTask;
    }

    public override ValueTask DisposeAsync()
    {
        Close();
        _path.Dispose();
        return ValueTask.CompletedTask;
    }

    private (DataFolder Folder, EmbeddedDatabase Database, EmbeddedQueue Queue) Open()
    {
        var folder = DataFolder.Open(_path.Path);
        var database = new EmbeddedDatabase(folder);
        return (folder, database, new EmbeddedQueue(database, _time));
    }

    private void Close()
    {
        _database.Dispose();
        _folder.Dispose();
    }
}
