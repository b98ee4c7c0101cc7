using System.Globalization;
using ContactRelay.Delivery;
using ContactRelay.Mailboxes;
using ContactRelay.Storage;

namespace ContactRelay.LocalHost.Storage;

/// <summary>Mailboxes in the embedded database. A save, its wake-up and its row of the recent activity are one transaction.</summary>
internal sealed class EmbeddedMailboxStore(EmbeddedDatabase database, EmbeddedQueue queue, ActivitySetting activity, TimeProvider time) : IMailboxStore
{
    private readonly RecentMailboxes _recent = new(time);

    /// <inheritdoc/>
    public LoadedMailbox? Recall(MailboxKey key) => _recent.TryTake(key, out var mailbox) ? mailbox : null;

    /// <inheritdoc/>
    public ValueTask<LoadedMailbox> LoadAsync(MailboxKey key, CancellationToken cancellationToken)
    {
        var rows = database.Read(session => session.Query(
            "SELECT document, etag FROM mailboxes WHERE tenant = $0 AND contact = $1",
            row => new LoadedMailbox(MailboxDocument.Read(row.GetFieldValue<byte[]>(0)), row.GetInt64(1).ToString(CultureInfo.InvariantCulture)),
            key.Tenant,
            key.ContactId));
        return ValueTask.FromResult(rows.Count > 0 ? rows[0] : new LoadedMailbox(Mailbox.Empty, null));
    }

    /// <inheritdoc/>
    public async ValueTask<string?> SaveAsync(
        MailboxKey key, Mailbox mailbox, string? etag, WakeUp? wakeUp, CancellationToken cancellationToken)
    {
        var document = MailboxDocument.Write(mailbox);
        var settlement = activity.IsOn ? Settlement.Of(key, mailbox) : null;
        var message = wakeUp is null ? null : queue.NewMessage(wakeUp);
        var saved = await database.WriteAsync(session =>
        {
            var newETag = etag is null ? Insert(session, key, mailbox, document) : Replace(session, key, mailbox, document, etag);
            if (newETag is not null && message is not null)
            {
                EmbeddedQueue.Insert(session, message);
            }

            if (newETag is not null && settlement is not null)
            {
                EmbeddedActivityStore.Insert(session, key.Tenant, settlement);
            }

            return newETag;
        });
        if (saved is not null)
        {
            _recent.Saved(key, mailbox, document, saved);
        }

        if (saved is not null && message is not null)
        {
            queue.Publish(message);
        }

        return saved;
    }

    /// <summary>
    /// Ends the leases of the process that had the folder before. It is dead, or the folder would not be ours, but its
    /// calls may still be on their way.
    /// </summary>
    /// <returns>How many there were.</returns>
    public async Task<int> RecoverAsync(DateTimeOffset now)
    {
        var keys = database.Read(session => session.Query(
            "SELECT tenant, contact FROM mailboxes WHERE leased = 1", row => new MailboxKey(row.GetString(0), row.GetString(1))));
        foreach (var key in keys)
        {
            var loaded = await LoadAsync(key, CancellationToken.None);
            await SaveAsync(key, Leases.Recover(loaded.Mailbox, now), loaded.ETag, null, CancellationToken.None);
        }

        return keys.Count;
    }

    private string? Insert(SqlSession session, MailboxKey key, Mailbox mailbox, byte[] document) => session.Execute(
        "INSERT INTO mailboxes (tenant, contact, etag, document, pending, due, leased, kept, saved_at) VALUES ($0, $1, 1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING",
        key.Tenant,
        key.ContactId,
        document,
        mailbox.Pending.Length,
        mailbox.DueAt()?.ToUnixTimeMilliseconds(),
        mailbox.Lease is null ? 0 : 1,
        mailbox.HoldsForATime ? 1 : 0,
        time.GetUtcNow().ToUnixTimeMilliseconds()) == 1 ? "1" : null;

    private string? Replace(SqlSession session, MailboxKey key, Mailbox mailbox, byte[] document, string etag)
    {
        var version = long.Parse(etag, CultureInfo.InvariantCulture);
        var replaced = session.Execute(
            "UPDATE mailboxes SET etag = etag + 1, document = $2, pending = $3, due = $4, leased = $5, kept = $7, saved_at = $8 WHERE tenant = $0 AND contact = $1 AND etag = $6",
            key.Tenant,
            key.ContactId,
            document,
            mailbox.Pending.Length,
            mailbox.DueAt()?.ToUnixTimeMilliseconds(),
            mailbox.Lease is null ? 0 : 1,
            version,
            mailbox.HoldsForATime ? 1 : 0,
            time.GetUtcNow().ToUnixTimeMilliseconds());
        return replaced == 1 ? (version + 1).ToString(CultureInfo.InvariantCulture) : null;
    }
}
