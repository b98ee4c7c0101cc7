using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using ContactRelay.Mailboxes;

namespace ContactRelay.LocalHost.Storage;

/// <summary>
/// The mailboxes that this process has saved lately, as objects, and the leases that only it knows of. The folder is one
/// process's alone, so what is here is what is stored, and taking a lease need not be on disk.
/// </summary>
internal sealed class LiveMailboxes(LeaseFile leases)
{
    private const int MaxPending = 1024;
    private const int MaxReturning = 128;

    // Most of these never come again, and what is let go young costs the garbage collector nothing.
    private const int MaxNew = 16;
    private const int MaxBytes = 8 * 1024 * 1024;

    private readonly Lock _gate = new();
    private readonly Dictionary<MailboxKey, Entry> _entries = [];

    // In the order in which they were saved: those with something pending, and of the others those that were sent more
    // than one update and those that were not. One whose lease is stored nowhere else is in none, and stays.
    private readonly LinkedList<Entry> _pending = [];
    private readonly LinkedList<Entry> _returning = [];
    private readonly LinkedList<Entry> _new = [];
    private long _bytes;

    /// <summary>The mailbox, where it is here.</summary>
    public bool TryFind(MailboxKey key, [NotNullWhen(true)] out LoadedMailbox? mailbox)
    {
        lock (_gate)
        {
            mailbox = _entries.TryGetValue(key, out var entry) ? new(entry.Mailbox, ETag(entry.Version)) : null;
            return mailbox is not null;
        }
    }

    /// <summary>What is stored of the settled updates of this version of the mailbox; null where that is not known here.</summary>
    public StoredSettled? FindSettled(MailboxKey key, long version)
    {
        lock (_gate)
        {
            return _entries.TryGetValue(key, out var entry) && entry.Version == version ? new(entry.Mailbox.Settled, entry.Parts) : null;
        }
    }

    /// <summary>
    /// Saves a mailbox in memory where nothing but its lease has changed, and gives its new ETag. Null where it has to be
    /// stored: there only is it decided whether it may.
    /// </summary>
    public string? TryLease(MailboxKey key, Mailbox mailbox, string? etag)
    {
        lock (_gate)
        {
            if (mailbox.Lease is not { } lease
                || !_entries.TryGetValue(key, out var entry)
                || entry.Saving > 0
                || ETag(entry.Version) != etag
                || mailbox != entry.Mailbox with { Lease = lease }
                || !leases.TryWrite(new(key.Tenant, key.ContactId, entry.Stored, lease), ref entry.Slot))
            {
                return null;
            }

            entry.Mailbox = mailbox;
            entry.Node.List?.Remove(entry.Node);
            return ETag(++entry.Version);
        }
    }

    /// <summary>
    /// The version that has to be stored for one with this ETag to be replaced; until <see cref="EndSave"/> no lease
    /// is taken. Null where the ETag is not that of the mailbox any more.
    /// </summary>
    public long? BeginSave(MailboxKey key, long version)
    {
        lock (_gate)
        {
            if (!_entries.TryGetValue(key, out var entry))
            {
                return version;
            }

            if (entry.Version != version)
            {
                return null;
            }

            entry.Saving++;
            return entry.Stored;
        }
    }

    /// <summary>Ends what <see cref="BeginSave"/> began, without effect; what is here is forgotten where it is not what is stored.</summary>
    public void EndSave(MailboxKey key, bool isStored)
    {
        lock (_gate)
        {
            if (!_entries.TryGetValue(key, out var entry))
            {
                return;
            }

            entry.Saving--;

            // With another save on its way, it is that which was stored; what is here holds until it has been committed.
            if (!isStored && entry.Saving == 0)
            {
                Drop(entry);
            }
            else if (entry is { Node.List: null, Slot: null })
            {
                OrderOf(entry.Mailbox).AddLast(entry.Node);
            }
        }
    }

    /// <summary>Ends a save: this is what is stored now, with these rows of settled updates.</summary>
    public void Saved(MailboxKey key, Mailbox mailbox, long version, ImmutableArray<SettledPart> parts)
    {
        lock (_gate)
        {
            if (_entries.TryGetValue(key, out var entry))
            {
                entry.Saving--;
                Forget(entry);
            }
            else
            {
                entry = new(key);
                _entries[key] = entry;
            }

            (entry.Mailbox, entry.Version, entry.Stored, entry.Parts) = (mailbox, version, version, parts);
            _bytes += mailbox.StoredBytes;
            OrderOf(mailbox).AddLast(entry.Node);
            DropOldest(_new, MaxNew);
            DropOldest(_returning, MaxReturning);
            DropOldest(_pending, MaxPending);
        }
    }

    /// <summary>Forgets the mailboxes of a tenant, which are not stored any more; those that are being saved find that out.</summary>
    public void Forget(string scope)
    {
        lock (_gate)
        {
            foreach (var entry in _entries.Values.Where(entry => entry.Key.Tenant == scope && entry.Saving == 0).ToArray())
            {
                Drop(entry);
            }
        }
    }

    private static string ETag(long version) => version.ToString(CultureInfo.InvariantCulture);

    private LinkedList<Entry> OrderOf(Mailbox mailbox) =>
        !mailbox.Pending.IsEmpty ? _pending
        : mailbox.Sequence > 1 ? _returning
        : _new;

    private void DropOldest(LinkedList<Entry> saved, int max)
    {
        while (saved.First is { } oldest && (saved.Count > max || _bytes > MaxBytes))
        {
            saved.Remove(oldest);

            // One that is being saved has another place after that.
            if (oldest.Value.Saving == 0)
            {
                Drop(oldest.Value);
            }
        }
    }

    private void Drop(Entry entry)
    {
        Forget(entry);
        _entries.Remove(entry.Key);
    }

    /// <summary>Takes back what was noted of the entry when it was saved or leased.</summary>
    private void Forget(Entry entry)
    {
        entry.Node.List?.Remove(entry.Node);
        _bytes -= entry.Mailbox.StoredBytes;
        if (entry.Slot is { } slot)
        {
            leases.Free(slot);
            entry.Slot = null;
        }
    }

    private sealed class Entry
    {
        public readonly MailboxKey Key;
        public readonly LinkedListNode<Entry> Node;
        public Mailbox Mailbox = Mailbox.Empty;
        public long Version;

        // Which version the database has: lower where a lease was taken since.
        public long Stored;
        public ImmutableArray<SettledPart> Parts = [];
        public int Saving;
        public int? Slot;

        public Entry(MailboxKey key)
        {
            Key = key;
            Node = new(this);
        }
    }
}
