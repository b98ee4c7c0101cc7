using ContactRelay.Mailboxes;

namespace ContactRelay.Simulation.Ports;

/// <summary>A mailbox as stored. <paramref name="Mailbox"/>, which was saved, is for the checks alone: loads read the bytes.</summary>
internal sealed record MailboxRow(byte[] Document, string ETag, Mailbox Mailbox)
{
    private LoadedMailbox? _loaded;

    /// <summary>What the bytes say. An immutable value, so that they are read once however many load them.</summary>
    public LoadedMailbox Load() => _loaded ??= new(MailboxDocument.Read(Document), ETag);
}
