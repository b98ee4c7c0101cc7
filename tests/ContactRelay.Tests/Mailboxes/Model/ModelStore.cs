using System.Globalization;
using ContactRelay.Mailboxes;

namespace ContactRelay.Tests.Mailboxes.Model;

/// <summary>One mailbox in storage: its document's bytes and their ETag.</summary>
internal sealed class ModelStore(Invariants invariants)
{
    private int _saves;
    private LoadedMailbox _stored = new(Mailbox.Empty, null);

    public LoadedMailbox Load() => _stored;

    public bool Save(Mailbox mailbox, string? etag, DateTimeOffset now)
    {
        if (etag != _stored.ETag)
        {
            return false;
        }

        // What is loaded later has been through the document, as in real storage.
        var next = MailboxDocument.Read(MailboxDocument.Write(mailbox));
        var before = _stored.Mailbox;
        _stored = new(next, (++_saves).ToString(CultureInfo.InvariantCulture));
        invariants.Saved(before, next, now);
        return true;
    }
}
