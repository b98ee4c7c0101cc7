using ContactRelay.Delivery.Gates;
using ContactRelay.Mailboxes;
using ContactRelay.Simulation.Core;
using ContactRelay.Tenants;

namespace ContactRelay.Simulation.Ports;

/// <summary>
/// What is stored, and what survives a crash. As on Azure each write is safe once it has taken effect, and a save and
/// its wake-up are two; as embedded it is a log on the disk of one process, where a record counts once it is synced.
/// </summary>
internal sealed class SimulatedStorage(World world, bool isEmbedded)
{
    private readonly Dictionary<MailboxKey, MailboxRow> _mailboxes = [];
    private readonly List<LogRecord> _unsynced = [];
    private long _etags;
    private long _refusesUntil;
    private long _isFullUntil;

    public bool IsEmbedded { get; } = isEmbedded;

    public Dictionary<(string Tenant, string Id), byte[]> DeadLetters { get; } = [];

    public Dictionary<string, StoredTenant> Tenants { get; } = [];

    public Dictionary<string, GateRow> Gates { get; } = [];

    public IReadOnlyDictionary<MailboxKey, MailboxRow> Mailboxes => _mailboxes;

    /// <summary>Whether the storage fails, before it has done anything.</summary>
    public bool Refuses(PortKind kind)
    {
        var now = world.Scheduler.Now;
        if (kind == PortKind.Write && IsEmbedded && world.Faults.Happens(FaultKind.DiskFull))
        {
            _isFullUntil = now + world.Random.Next(500, 90_000);
        }
        else if (!IsEmbedded && world.Faults.Happens(FaultKind.StorageThrottles))
        {
            _refusesUntil = now + world.Random.Next(500, 90_000);
        }

        return now < _refusesUntil || (kind == PortKind.Write && now < _isFullUntil) || world.Faults.Happens(FaultKind.StorageFailsBefore);
    }

    public MailboxRow? Load(MailboxKey key) => _mailboxes.GetValueOrDefault(key);

    /// <summary>Compare-and-swap; null where something else is stored.</summary>
    public string? Save(MailboxKey key, byte[] document, string? etag, Mailbox mailbox, Message? message)
    {
        if (etag != HeadOf(key) || (!IsEmbedded && world.Faults.Happens(FaultKind.Conflict)))
        {
            return null;
        }

        var saved = new MailboxRow(document, World.Text(++_etags), mailbox);
        Write(new(key, saved.ETag, document, record =>
        {
            var before = _mailboxes.GetValueOrDefault(key)?.Mailbox ?? Mailbox.Empty;
            _mailboxes[key] = new(record, saved.ETag, mailbox);
            world.SaveChecks.Saved(key, before, mailbox);
            if (message is not null)
            {
                world.Queue.Put(message);
            }
        }));
        return !IsEmbedded && world.Faults.Happens(FaultKind.ConflictAfterEffect) ? null : saved.ETag;
    }

    /// <summary>Compare-and-swap of a tenant's gate; null where something else is stored.</summary>
    public string? SaveGate(string tenant, byte[] document, string? etag)
    {
        if (etag != Gates.GetValueOrDefault(tenant)?.ETag || world.Faults.Happens(FaultKind.Conflict))
        {
            return null;
        }

        var saved = World.Text(++_etags);
        Gates[tenant] = new(document, saved);
        world.Promptness.Saved(tenant, TenantGate.Read(document));
        return world.Faults.Happens(FaultKind.ConflictAfterEffect) ? null : saved;
    }

    /// <summary>Writes a record: at once, or into the log.</summary>
    public void Write(LogRecord record)
    {
        if (IsEmbedded)
        {
            _unsynced.Add(record);
        }
        else
        {
            record.Apply();
        }
    }

    /// <summary>Everything in the log is on the disk from now on.</summary>
    public void Sync()
    {
        foreach (var record in _unsynced)
        {
            record.Apply();
        }

        _unsynced.Clear();
    }

    /// <summary>
    /// The process that wrote the log is dead. Of what was not synced some may be on the disk, the last record perhaps
    /// in part; what is whole counts when the log is read again.
    /// </summary>
    public void Recover()
    {
        var survivors = _unsynced.Take(world.Random.Next(_unsynced.Count + 1)).ToList();
        if (survivors.Count > 0 && world.Random.OneIn(2))
        {
            survivors[^1].Tear();
        }

        _unsynced.Clear();
        foreach (var record in survivors.TakeWhile(record => record.IsWhole))
        {
            record.Apply();
        }
    }

    private string? HeadOf(MailboxKey key) =>
        _unsynced.LastOrDefault(record => record.Key == key)?.ETag ?? _mailboxes.GetValueOrDefault(key)?.ETag;
}
