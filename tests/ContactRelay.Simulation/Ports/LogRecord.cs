using ContactRelay.Mailboxes;
using ContactRelay.Simulation.Core;

namespace ContactRelay.Simulation.Ports;

/// <summary>One record of the log: its bytes, their checksum, and what it means once it counts.</summary>
internal sealed class LogRecord(MailboxKey? key, string? etag, byte[] bytes, Action<byte[]> apply)
{
    private readonly ulong _checksum = TraceHash.Of(bytes);
    private byte[] _bytes = bytes;

    /// <summary>The mailbox that it saves; null for anything else.</summary>
    public MailboxKey? Key { get; } = key;

    public string? ETag { get; } = etag;

    public bool IsWhole => TraceHash.Of(_bytes) == _checksum;

    public void Apply() => apply(_bytes);

    /// <summary>Only half of it reached the disk.</summary>
    public void Tear() => _bytes = _bytes[..(_bytes.Length / 2)];
}
