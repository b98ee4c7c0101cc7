using System.Globalization;
using ContactRelay.Delivery;
using ContactRelay.Mailboxes;

namespace ContactRelay.LocalHost.Storage;

/// <summary>
/// A save of a mailbox on its way to the database: the writer runs it in a transaction, and tells it how that ended.
/// </summary>
internal sealed class MailboxSave
{
    // As many settled updates as cost about as much with the rest as in rows of their own.
    private const int MaxSettledWithin = 16;

    // About as much as the settled form of an update needs more than the pending one, and what rows are rounded up to:
    // one that is as long as before is written in its place, where one that has grown moves others to other pages.
    private const int RoomToSettle = 512;
    private const int RoundedTo = 256;

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
        _document = MailboxDocument.Write(isWithin ? mailbox : mailbox with { Settled = [] }, PaddedLength);
    }

    private long? Due => _mailbox.DueAt()?.ToUnixTimeMilliseconds();

    private int Leased => _mailbox.Lease is null ? 0 : 1;

    private int Kept => _mailbox.HoldsForATime ? 1 : 0;

    private int Bulk => _mailbox.IsBulk ? 1 : 0;

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
        if (_message is { HasRow: true })
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

    /// <summary>
    /// How long the document is to be for its row to be of one of a few lengths. What else varies in a row's length is
    /// whether it has a due time (6 bytes) and how long its version is (none for the first, one up to 127;
    /// https://www.sqlite.org/fileformat.html#record_format).
    /// </summary>
    private int PaddedLength(int length)
    {
        var others = (_mailbox.Pending.IsEmpty ? 0 : 6) + (_isNew ? 0 : 1);
        var needed = length + others + (_mailbox.Pending.IsEmpty ? 0 : RoomToSettle);
        return ((needed + RoundedTo - 1) / RoundedTo * RoundedTo) - others;
    }

    private int Insert(SqlSession session) => session.Execute(
        """
        INSERT INTO mailboxes (tenant, contact, document, pending, due, leased, kept, saved_at, bulk, etag)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10) ON CONFLICT DO NOTHING
        """,
        _key.Tenant,
        _key.ContactId,
        _document,
        _mailbox.Pending.Length,
        Due,
        Leased,
        Kept,
        _now.ToUnixTimeMilliseconds(),
        Bulk,
        _version + 1);

    private int Replace(SqlSession session, long stored) => session.Execute(
        """
        UPDATE mailboxes SET document = ?3, pending = ?4, due = ?5, leased = ?6, kept = ?7, saved_at = ?8, bulk = ?9, etag = ?10
        WHERE tenant = ?1 AND contact = ?2 AND etag = ?11
        """,
        _key.Tenant,
        _key.ContactId,
        _document,
        _mailbox.Pending.Length,
        Due,
        Leased,
        Kept,
        _now.ToUnixTimeMilliseconds(),
        Bulk,
        _version + 1,
        stored);
}
