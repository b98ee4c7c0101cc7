using System.Collections.Concurrent;
using ContactRelay.Delivery;
using ContactRelay.LocalHost.WorkerHost;
using ContactRelay.Mailboxes;

namespace ContactRelay.LocalHost.Storage;

/// <summary>
/// The queue in the embedded database, with the rules of Azure's: delayed messages, a visibility time-out, a dequeue
/// count. The database holds the messages, most wake-ups as nothing but their mailbox's row; who has one in hand is in
/// memory, since a message in the hands of a process that ends is to be seen again anyway.
/// </summary>
internal sealed class EmbeddedQueue : IUpdateQueue, IMessageSource
{
    private readonly EmbeddedDatabase _database;
    private readonly TimeProvider _time;
    private readonly ConcurrentDictionary<string, VisibleMessages> _queues = new(StringComparer.Ordinal);

    // Numbers begin again once all messages are gone, and an id must not come twice: it may stand for an idempotency key.
    private readonly string _process = Guid.NewGuid().ToString("N");
    private long _lastSeq;

    public EmbeddedQueue(EmbeddedDatabase database, TimeProvider time)
    {
        _database = database;
        _time = time;
        var stored = database.Read(Load);
        stored.ForEach(Publish);
        _lastSeq = stored is [.., var last] ? last.Seq : 0;

        // A mailbox that has its turn at its tenant's gate keeps that; with another wake-up it would get a second one.
        var haveTurn = stored.Select(message => QueueMessageReader.Read(message.Text))
            .Where(message => message is { Slot: not null } or { Deferrals: > 0 })
            .Select(message => (message.Key!.TenantId, message.Key.ContactId))
            .ToHashSet();
        foreach (var wakeUp in database.Read(LoadPending).Where(wakeUp => !haveTurn.Contains((wakeUp.Key.TenantId, wakeUp.Key.ContactId))))
        {
            Publish(NewMessage(wakeUp));
        }
    }

    /// <inheritdoc/>
    public async ValueTask SendAsync(string queue, string text, TimeSpan delay, CancellationToken cancellationToken)
    {
        var message = NewMessage(queue, text, delay, hasRow: !QueueMessageReader.Read(text).IsPlainWakeUp);
        if (message.HasRow)
        {
            await _database.WriteAsync(session => Insert(session, message));
        }

        Publish(message);
    }

    /// <summary>
    /// The message of a wake-up whose mailbox is saved with it: to be inserted in the same transaction where it has a row,
    /// and published after the commit.
    /// </summary>
    public EmbeddedMessage NewMessage(WakeUp wakeUp) =>
        NewMessage(QueueNames.For(wakeUp.IsBulk), QueueMessage.Write(wakeUp), wakeUp.Delay(_time.GetUtcNow()), hasRow: !wakeUp.IsPlain);

    /// <summary>Inserts a message, in a transaction.</summary>
    public static int Insert(SqlSession session, EmbeddedMessage message) => session.Execute(
        "INSERT INTO messages (seq, id, queue, text, inserted_at, visible_at, dequeue_count) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        message.Seq,
        message.RowId!,
        message.Queue,
        message.Text,
        message.InsertedAt.ToUnixTimeMilliseconds(),
        message.VisibleAt.ToUnixTimeMilliseconds(),
        message.DequeueCount);

    /// <summary>Lets a message be seen, once it is on disk.</summary>
    public void Publish(EmbeddedMessage message) => Of(message.Queue).Put(message);

    /// <inheritdoc/>
    public async Task<HostMessage> ReceiveAsync(string queue, TimeSpan inHand, CancellationToken cancellationToken) =>
        await Of(queue).TakeAsync(inHand, cancellationToken);

    /// <inheritdoc/>
    public Task DeleteAsync(HostMessage received)
    {
        var message = (EmbeddedMessage)received;
        if (Of(message.Queue).Remove(message) && message.HasRow)
        {
            // Not waited for: one that is seen again finds nothing to do.
            _database.Post(session => Delete(session, message));
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task ReleaseAsync(HostMessage received, TimeSpan delay)
    {
        var message = (EmbeddedMessage)received;
        if (Of(message.Queue).Holds(message))
        {
            var released = message with { VisibleAt = _time.GetUtcNow() + delay };
            if (released.HasRow)
            {
                await _database.WriteAsync(session => session.Execute(
                    "UPDATE messages SET visible_at = ?2, dequeue_count = ?3 WHERE seq = ?1",
                    released.Seq,
                    released.VisibleAt.ToUnixTimeMilliseconds(),
                    released.DequeueCount));
            }

            Of(message.Queue).PutBack(message, released);
        }
    }

    /// <inheritdoc/>
    public async Task MoveAsync(HostMessage received, string queue)
    {
        var message = (EmbeddedMessage)received;
        var moved = NewMessage(queue, message.Text, TimeSpan.Zero, hasRow: true);
        await _database.WriteAsync(session => Delete(session, message) + Insert(session, moved));
        Of(message.Queue).Remove(message);
        Publish(moved);
    }

    /// <summary>How many messages each queue has.</summary>
    public Dictionary<string, int> Count() => _queues.ToDictionary(queue => queue.Key, queue => queue.Value.Count);

    /// <summary>All messages, and whether somebody has them in hand.</summary>
    internal IEnumerable<(EmbeddedMessage Message, bool IsInHand)> List() => _queues.Values.SelectMany(queue => queue.List());

    /// <summary>All messages that have a row.</summary>
    private static List<EmbeddedMessage> Load(SqlSession session) => session.Query(
        "SELECT seq, id, queue, text, inserted_at, visible_at, dequeue_count FROM messages ORDER BY seq",
        row => new EmbeddedMessage(
            row.GetInt64(0),
            row.GetString(1),
            row.GetString(2),
            row.GetString(3),
            DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(4)),
            DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(5)),
            row.GetInt32(6)));

    private static List<WakeUp> LoadPending(SqlSession session) => session.Query(
        "SELECT tenant, contact, due, bulk FROM mailboxes WHERE pending > 0 ORDER BY due",
        row => new WakeUp(
            new(row.GetString(0), row.GetString(1)), DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(2)), row.GetInt32(3) == 1));

    private static int Delete(SqlSession session, EmbeddedMessage message) =>
        session.Execute("DELETE FROM messages WHERE seq = ?1", message.Seq);

    private EmbeddedMessage NewMessage(string queue, string text, TimeSpan delay, bool hasRow)
    {
        var now = _time.GetUtcNow();
        var seq = Interlocked.Increment(ref _lastSeq);
        return new(seq, hasRow ? $"{_process}-{seq}" : null, queue, text, now, now + delay, 0);
    }

    private VisibleMessages Of(string queue) => _queues.GetOrAdd(queue, static (_, time) => new(time), _time);
}
