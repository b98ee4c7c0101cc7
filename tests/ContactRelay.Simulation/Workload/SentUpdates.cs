using ContactRelay.Mailboxes;

namespace ContactRelay.Simulation.Workload;

/// <summary>Every update that was sent, and how to tell which one something belongs to.</summary>
internal sealed class SentUpdates
{
    private readonly List<SentUpdate> _all = [];
    private readonly Dictionary<(MailboxKey Key, string BodyHash), SentUpdate> _byBody = [];
    private readonly Dictionary<string, SentUpdate> _byId = [];

    public IReadOnlyList<SentUpdate> All => _all;

    /// <summary>Those that were ever stored; one that came again by the poison queue is another.</summary>
    public IEnumerable<SentUpdate> Entered => _byId.Values.Distinct<SentUpdate>(ReferenceEqualityComparer.Instance);

    public void Add(SentUpdate update)
    {
        _all.Add(update);
        _byBody.Add((update.Key, update.BodyHash), update);
    }

    /// <summary>The update whose value this is: values end in its number.</summary>
    public SentUpdate OfValue(string value)
    {
        var number = 0;
        for (var i = value.IndexOf('u', StringComparison.Ordinal) + 1; i < value.Length && char.IsAsciiDigit(value[i]); i++)
        {
            number = (10 * number) + (value[i] - '0');
        }

        return _all[number];
    }

    /// <summary>
    /// Whether another update is stored under the idempotency key of this one, or was until it was erased: whoever says
    /// so may have looked before that.
    /// </summary>
    public bool IsKeyTaken(SentUpdate update) => _all.Exists(other =>
        other != update && (other.Id is not null || other.IsErased) && other.Key == update.Key
        && other.Options.IdempotencyKey is { } key && key == update.Options.IdempotencyKey);

    /// <summary>The update of the contact that asks for this; null where none was sent.</summary>
    public SentUpdate? OfBody(MailboxKey key, string bodyHash) => _byBody.GetValueOrDefault((key, bodyHash));

    /// <summary>The stored update with this id; null where there is none.</summary>
    public SentUpdate? OfId(string id) => _byId.GetValueOrDefault(id);

    /// <summary>All that was stored of the contact is erased: what is accepted from now on is new.</summary>
    public void Erase(MailboxKey key)
    {
        foreach (var update in _byId.Values.Where(update => update.Key == key))
        {
            (update.Id, update.MayReturn, update.Answered, update.IsErased, update.Forgotten) = (null, update.Answered is null, null, true, null);
        }
    }

    /// <summary>The update is stored under this id, and in this version.</summary>
    public void Stored(SentUpdate update, string id, UpdateVersion version)
    {
        (update.Id, update.Version) = (id, version);
        _byId[id] = update;
    }
}
