using System.Globalization;
using ContactRelay.Delivery;
using ContactRelay.Mailboxes;

namespace ContactRelay.LocalHost.Storage;

/// <summary>
/// A save of a mailbox on its way to the database: the writer runs it in a transaction, and tells it how that ended.
/// </summary>
internal sealed class MailboxSave(
    LiveMailboxes live, MailboxKey key, Mailbox mailbox, string? etag, EmbeddedMessage? message, Settlement? settlement, DateTimeOffset now)
{
    private const int Columns = 9;

    private readonly byte[] _document = MailboxDocument.Write(mailbox);
    private readonly long _version = etag is null ? 0 : long.Parse(etag, CultureInfo.InvariantCulture);
    private bool _isSaving;

    /// <summary>The statements; gives the version that is stored then, or null where another is stored than the ETag's.</summary>
    public long? Run(SqlSession session)
    {
        if (live.BeginSave(key, _version) is not { } stored)
        {
            return null;
        }

        _isSaving = true;
        if ((etag is null ? Insert(session) : Replace(session, stored)) == 0)
        {
            _isSaving = false;
            live.EndSave(key, isStored: false);
            return null;
        }

        if (message is not null)
        {
            EmbeddedQueue.Insert(session, message);
        }

        if (settlement is not null)
        {
            EmbeddedActivityStore.Insert(session, key.Tenant, settlement);
        }

        return _version + 1;
    }

    /// <summary>To be called once the transaction has ended.</summary>
    public void Ended(bool isOnDisk)
    {
        if (_isSaving && isOnDisk)
        {
            live.Saved(key, mailbox with { JustSettled = [], StoredBytes = _document.Length }, _version + 1);
        }
        else if (_isSaving)
        {
            live.EndSave(key, isStored: true);
        }

        _isSaving = false;
    }

    private int Insert(SqlSession session) => session.Execute(
        "INSERT INTO mailboxes (tenant, contact, document, pending, due, leased, kept, saved_at, etag) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) ON CONFLICT DO NOTHING",
        Row(stored: 0).AsSpan(0, Columns));

    private int Replace(SqlSession session, long stored) => session.Execute(
        "UPDATE mailboxes SET document = ?3, pending = ?4, due = ?5, leased = ?6, kept = ?7, saved_at = ?8, etag = ?9 WHERE tenant = ?1 AND contact = ?2 AND etag = ?10",
        Row(stored));

    /// <summary>The row's columns, and the version that it is to replace.</summary>
    private SqlValue[] Row(long stored) =>
    [
        key.Tenant,
        key.ContactId,
        _document,
        mailbox.Pending.Length,
        mailbox.DueAt()?.ToUnixTimeMilliseconds(),
        mailbox.Lease is null ? 0 : 1,
        mailbox.HoldsForATime ? 1 : 0,
        now.ToUnixTimeMilliseconds(),
        _version + 1,
        stored,
    ];
}
