using ContactRelay.Mailboxes;

namespace ContactRelay.LocalHost.Storage;

/// <summary>
/// What is stored of the settled updates of the mailboxes that were read last, so that the save that most reads are for need not write
/// them all anew.
/// </summary>
internal sealed class ReadSettled
{
    private const int MaxKept = 32;

    private readonly Lock _gate = new();
    private readonly Dictionary<MailboxKey, (long Version, StoredSettled Settled)> _read = [];
    private readonly Queue<MailboxKey> _order = [];

    /// <summary>Keeps what was read of the mailbox's version.</summary>
    public void Add(MailboxKey key, long version, StoredSettled settled)
    {
        lock (_gate)
        {
            if (!_read.ContainsKey(key))
            {
                _order.Enqueue(key);
            }

            _read[key] = (version, settled);
            if (_order.Count > MaxKept)
            {
                _read.Remove(_order.Dequeue());
            }
        }
    }

    /// <summary>What was read of the mailbox's version; null where that was not, or long ago.</summary>
    public StoredSettled? Find(MailboxKey key, long version)
    {
        lock (_gate)
        {
            return _read.TryGetValue(key, out var read) && read.Version == version ? read.Settled : null;
        }
    }
}
