using System.Globalization;
using ContactRelay.Delivery;
using ContactRelay.Mailboxes;

namespace ContactRelay.LocalHost.Storage;

/// <summary>
/// A save of a mailbox on its way to the database: the writer runs it in a transaction, and tells it how that ended.
/// </summary>
internal sealed class MailboxSave
{
    private const int Columns = 9;

    // As many settled updates as cost about as much with the rest as in rows of their own.
    private const int MaxSettledWithin = 16;

    private readonly LiveMailboxes _live;
    private readonly MailboxKey _key;
    private readonly Mailbox _mailbox;
    private readonly EmbeddedMessage? _message;
    private readonly Settlement? _settlement;
    private readonly DateTimeOffset _now;
    private readonly bool _isNew;
    private readonly long _version;
    private readonly byte[] _document;
    private readonly SettledChange _settled;
    private bool _isSaving;

    public MailboxSave(
        LiveMailboxes live,
        ReadSettled read,
        MailboxKey key,
        Mailbox mailbox,
        string? etag,
        EmbeddedMessage? message,
        Settlement? settlement,
        DateTimeOffset now)
    {
        (_live, _key, _mailbox, _message, _settlement, _now) = (live, key, mailbox, message, settlement, now);
        _isNew = etag is null;
        _version = _isNew ? 0 : long.Parse(etag!, CultureInfo.InvariantCulture);
        var stored = _isNew ? new([], []) : live.FindSettled(key, _version) ?? read.Find(key, _version);
        var isWithin = mailbox.Settled.Length <= MaxSettledWithin;
        _settled = new(stored, isWithin ? [] : mailbox.Settled);
        _document = MailboxDocument.Write(isWithin ? mailbox : mailbox with { Settled = [] });
    }

    /// <summary>The statements; gives the version that is stored then, or null where another is stored than the ETag's.</summary>
    public long? Run(SqlSession session)
    {
        if (_live.BeginSave(_key, _version) is not { } stored)
        {
            return null;
        }

        _isSaving = true;
        if ((_isNew ? Insert(session) : Replace(session, stored)) == 0)
        {
            _isSaving = false;
            _live.EndSave(_key, isStored: false);
            return null;
        }

        _settled.Run(session, _key);
        if (_message is not null)
        {
            EmbeddedQueue.Insert(session, _message);
        }

        if (_settlement is not null)
        {
            EmbeddedActivityStore.Insert(session, _key.Tenant, _settlement);
        }

        return _version + 1;
    }

    /// <summary>To be called once the transaction has ended.</summary>
    public void Ended(bool isOnDisk)
    {
        if (_isSaving && isOnDisk)
        {
            _live.Saved(_key, _mailbox with { JustSettled = [], StoredBytes = _document.Length + _settled.Bytes }, _version + 1, _settled.Parts);
        }
        else if (_isSaving)
        {
            _live.EndSave(_key, isStored: true);
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
        _key.Tenant,
        _key.ContactId,
        _document,
        _mailbox.Pending.Length,
        _mailbox.DueAt()?.ToUnixTimeMilliseconds(),
        _mailbox.Lease is null ? 0 : 1,
        _mailbox.HoldsForATime ? 1 : 0,
        _now.ToUnixTimeMilliseconds(),
        _version + 1,
        stored,
    ];
}
