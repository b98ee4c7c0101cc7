using System.Diagnostics.CodeAnalysis;
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
    private LeaseFile _leases;
    private EmbeddedQueue _queue;

    public EmbeddedStorageUnderTest(bool recordsActivity = true)
    {
        RecordsActivity = recordsActivity;
        Open();
    }

    /// <summary>Whether the recent activity is written.</summary>
    public bool RecordsActivity { get; }

    public EmbeddedMailboxStore Embedded { get; private set; }

    public override IMailboxStore Mailboxes => Embedded;

    public override IUpdateQueue Queue => _queue;

    public override IDeadLetterStore DeadLetters => new EmbeddedDeadLetterStore(_database);

    public override IMailboxIndex Index => new EmbeddedMailboxIndex(_database);

    public override IActivityStore Activity => new EmbeddedActivityStore(_database);

    public override ITenantStore Tenants => new EmbeddedTenantStore(_database);

    public override ITenantRows TenantRows => new EmbeddedTenantRows(_database, Embedded);

    public override ITenantGateStore Gates => new EmbeddedTenantGateStore(_database);

    public IBacklogReader Backlog => new EmbeddedBacklogReader(_database, _queue, _time);

    public string DatabasePath => Path.Combine(_path.Path, "contactrelay.db");

    /// <summary>The clock that it goes by.</summary>
    public ManualTime Time => _time;

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

    /// <summary>Runs a statement, to put into the database what nothing else would.</summary>
    public Task ExecuteAsync(string sql, params SqlValue[] values) => _database.WriteAsync(session => session.Execute(sql, values));

    public override Task DamageAsync(string table, string tenant, string id, byte[] document) => table switch
    {
        "mailboxes" => ExecuteAsync("UPDATE mailboxes SET document = ?3 WHERE tenant = ?1 AND contact = ?2", tenant, id, document),
        "deadletters" => ExecuteAsync("UPDATE deadletters SET document = ?3 WHERE tenant = ?1 AND id = ?2", tenant, id, document),
        _ => ExecuteAsync("UPDATE gates SET document = ?2, held = 1 WHERE tenant = ?1", tenant, document),
    };

    public override Task PassAsync(TimeSpan time)
    {
        _time.Advance(time);
        return Task.CompletedTask;
    }

    public override Task ReopenAsync()
    {
        Close();
        Open();
        return Task.CompletedTask;
    }

    public override ValueTask DisposeAsync()
    {
        Close();
        _path.Dispose();
        return ValueTask.CompletedTask;
    }

    [MemberNotNull(nameof(_folder), nameof(_database), nameof(_leases), nameof(_queue), nameof(Embedded))]
    private void Open()
    {
        _folder = DataFolder.Open(_path.Path);
        _database = new EmbeddedDatabase(_folder);
        _leases = new LeaseFile(_folder);
        _queue = new EmbeddedQueue(_database, _time);
        Embedded = new(_database, _leases, _queue, new(RecordsActivity), _time);
    }

    private void Close()
    {
        _leases.Dispose();
        _database.Dispose();
        _folder.Dispose();
    }
}
