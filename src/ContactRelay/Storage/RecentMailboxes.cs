using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using ContactRelay.Mailboxes;

namespace ContactRelay.Storage;

/// <summary>
/// The mailboxes that this process has just saved with something due, for the delivery that follows: where it is this
/// process that delivers, it need not load what was just saved. Each is handed out once, within seconds.
/// </summary>
internal sealed class RecentMailboxes(TimeProvider time)
{
    private const int MaxKept = 1000;
    private const int MaxBytes = 16 * 1024;
    private static readonly TimeSpan Kept = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<MailboxKey, Entry> _entries = new();
    private readonly ConcurrentQueue<(MailboxKey Key, Entry Entry)> _order = new();

    /// <summary>Remembers a mailbox that was saved if a delivery may begin with it, and forgets what was known of it before.</summary>
    public void Saved(MailboxKey key, Mailbox mailbox, byte[] document, string etag)
    {
        var now = time.GetUtcNow();
        if (mailbox.Lease is not null || document.Length > MaxBytes || !(mailbox.DueAt() <= now))
        {
            _entries.TryRemove(key, out _);
            return;
        }

        var entry = new Entry(document, etag, now);
        _entries[key] = entry;
        _order.Enqueue((key, entry));
        while (_order.Count > MaxKept && _order.TryDequeue(out var oldest))
        {
            _entries.TryRemove(new(oldest.Key, oldest.Entry));
        }
    }

    /// <summary>Takes what is remembered of a mailbox.</summary>
    public bool TryTake(MailboxKey key, [NotNullWhen(true)] out LoadedMailbox? mailbox)
    {
        mailbox = _entries.TryRemove(key, out var entry) && time.GetUtcNow() - entry.At < Kept
            ? new(MailboxDocument.Read(entry.Document), entry.ETag)
            : null;
        return mailbox is not null;
    }

    private sealed class Entry(byte[] document, string etag, DateTimeOffset at)
    {
        public byte[] Document { get; } = document;

        public string ETag { get; } = etag;

        public DateTimeOffset At { get; } = at;
    }
}
