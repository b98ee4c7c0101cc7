using System.Collections.Immutable;
using System.Globalization;
using ContactRelay.Delivery;
using ContactRelay.Mailboxes;
using ContactRelay.Storage;

namespace ContactRelay.LocalHost.Storage;

/// <summary>Mailboxes in the embedded database. A save, its wake-up and its row of the recent activity are one transaction.</summary>
internal sealed class EmbeddedMailboxStore(
    EmbeddedDatabase database, LeaseFile leases, EmbeddedQueue queue, ActivitySetting activity, TimeProvider time) : IMailboxStore
{
    private readonly LiveMailboxes _live = new(leases);
    private readonly ReadSettled _read = new();

    /// <inheritdoc/>
    public ValueTask<LoadedMailbox> LoadAsync(MailboxKey key, CancellationToken cancellationToken)
    {
        if (_live.TryFind(key, out var live))
        {
            return ValueTask.FromResult(live);
        }

        // The mailbox's own row first, and then those of its settled updates.
        var rows = database.Read(session => session.Query(
            """
            SELECT -1 AS part, document, etag, pending FROM mailboxes WHERE tenant = ?1 AND contact = ?2
            UNION ALL SELECT part, document, NULL, 0 FROM settled_parts WHERE tenant = ?1 AND contact = ?2
            ORDER BY part
            """,
            row => (Part: row.GetInt64(0), Document: Read(row, out var why), Version: row.GetInt64(2), Why: why),
            key.Tenant,
            key.ContactId));
        if (rows.Count == 0)
        {
            return ValueTask.FromResult(new LoadedMailbox(Mailbox.Empty, null));
        }

        var (_, mailbox, version, _) = rows[0];
        if (rows.FirstOrDefault(row => row.Why.Length > 0) is { Why: not null } broken)
        {
            throw new UnreadableRowException("mailboxes", version.ToString(CultureInfo.InvariantCulture), broken.Why);
        }

        var parts = rows.Skip(1).Select(row => new SettledPart(row.Part, row.Document.Settled, row.Document.StoredBytes)).ToImmutableArray();
        if (!parts.IsEmpty)
        {
            mailbox = mailbox with { Settled = [.. parts.SelectMany(part => part.Updates)], StoredBytes = rows.Sum(row => row.Document.StoredBytes) };
        }

        _read.Add(key, version, new(mailbox.Settled, parts));
        return ValueTask.FromResult(new LoadedMailbox(mailbox, version.ToString(CultureInfo.InvariantCulture)));
    }

    /// <summary>The document; an empty mailbox, and why, if it cannot be read, or tells of other updates than stand beside it.</summary>
    private static Mailbox Read(SqlRow row, out string why)
    {
        if (!SqlDocument.TryRead(row, 1, MailboxDocument.Read, out var mailbox, out why))
        {
            return Mailbox.Empty;
        }

        why = mailbox.Pending.Length == row.GetInt32(3) ? "" : nameof(InvalidDataException);
        return mailbox;
    }

    /// <inheritdoc/>
    public async ValueTask<string?> SaveAsync(
        MailboxKey key, Mailbox mailbox, string? etag, WakeUp? wakeUp, CancellationToken cancellationToken)
    {
        if (wakeUp is null && _live.TryLease(key, mailbox, etag) is { } leased)
        {
            return leased;
        }

        var message = wakeUp is null ? null : queue.NewMessage(wakeUp);
        var save = new MailboxSave(_live, _read, key, mailbox, etag, message, activity.IsOn ? Settlement.Of(key, mailbox) : null, time.GetUtcNow());

        // A call that leaves nothing to do is hardly waited for; who goes through mailboxes that are idle waits for each.
        var isUrgent = wakeUp is not null || !mailbox.Pending.IsEmpty || mailbox.JustSettled.IsEmpty;
        if (await database.WriteAsync(save.Run, save.Ended, isUrgent) is not { } version)
        {
            return null;
        }

        if (message is not null)
        {
            queue.Publish(message);
        }

        return version.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>Forgets what is in memory of a tenant's mailboxes, whose rows are erased.</summary>
    public void Forget(string scope) => _live.Forget(scope);

    /// <summary>
    /// Ends the leases of the process that had the folder before. It is dead, or the folder would not be ours, but its
    /// calls may still be on their way.
    /// </summary>
    /// <returns>How many there were.</returns>
    public async Task<int> RecoverAsync(DateTimeOffset now)
    {
        var recovered = 0;
        foreach (var (tenant, contactId, version, lease) in leases.Left)
        {
            var key = new MailboxKey(tenant, contactId);
            if (await this.LoadReadableAsync(key, CancellationToken.None) is not { } loaded)
            {
                continue;
            }

            if (loaded.ETag == version.ToString(CultureInfo.InvariantCulture) && loaded.Mailbox.Lease is null)
            {
                await SaveAsync(key, Leases.Recover(loaded.Mailbox with { Lease = lease }, now), loaded.ETag, null, CancellationToken.None);
                recovered++;
            }
        }

        leases.Clear();

        var stored = database.Read(session => session.Query(
            "SELECT tenant, contact FROM mailboxes WHERE leased = 1", row => new MailboxKey(row.GetString(0), row.GetString(1))));
        foreach (var key in stored)
        {
            if (await this.LoadReadableAsync(key, CancellationToken.None) is not { } loaded)
            {
                continue;
            }

            await SaveAsync(key, Leases.Recover(loaded.Mailbox, now), loaded.ETag, null, CancellationToken.None);
        }

        return recovered + stored.Count;
    }
}
