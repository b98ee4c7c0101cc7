using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text.Json.Serialization;
using ContactRelay.Contacts;

namespace ContactRelay.Mailboxes;

/// <summary>
/// All that is known of one contact's updates: what is pending, what became of the rest, and what must be remembered to
/// keep newer values from being overwritten. An immutable value; <see cref="Accepting"/>, <see cref="Beginning"/> and
/// <see cref="Settling"/> are its transitions, pure functions of it, their input and the time.
/// </summary>
public sealed record Mailbox
{
    /// <summary>How many settled updates keep their <see cref="SettledUpdate.Detail"/>.</summary>
    public const int MaxDetails = 50;

    /// <summary>About how much those details may come to, in bytes; the oldest go first.</summary>
    public const int MaxDetailBytes = 128 * 1024;

    /// <summary>How many attempts are kept.</summary>
    public const int MaxAttemptsKept = 32;

    /// <summary>How many settled updates are kept at all.</summary>
    public const int MaxSettled = 1000;

    /// <summary>How long a settled update is kept.</summary>
    public static readonly TimeSpan SettledKept = TimeSpan.FromDays(30);

    /// <summary>The mailbox of a contact that nothing was ever accepted for.</summary>
    public static readonly Mailbox Empty = new();

    /// <summary>How many updates were ever accepted.</summary>
    public long Sequence { get; init; }

    /// <summary>What is accepted and not settled, oldest version first.</summary>
    public ImmutableArray<PendingUpdate> Pending { get; init; } = [];

    /// <summary>What is settled, in the order in which it was.</summary>
    public ImmutableArray<SettledUpdate> Settled { get; init; } = [];

    /// <summary>For each field the version that was last delivered.</summary>
    public IReadOnlyDictionary<string, UpdateVersion> Delivered { get; init; } = FrozenDictionary<string, UpdateVersion>.Empty;

    /// <summary>What is known of the values that the provider demands in every call.</summary>
    public ContactFields Known { get; init; } = ContactFields.Empty;

    /// <summary>Who is calling the provider; null where nobody is.</summary>
    public Lease? Lease { get; init; }

    /// <summary>That the contact was erased; null where it was not, or long ago.</summary>
    public Tombstone? Erased { get; init; }

    /// <summary>The last attempts, oldest first.</summary>
    public ImmutableArray<Attempt> AttemptLog { get; init; } = [];

    /// <summary>How many attempts there ever were.</summary>
    public int AttemptNumber { get; init; }

    /// <summary>How many calls in a row came to nothing.</summary>
    public int Attempts { get; init; }

    /// <summary>The time before which the provider must not be called again; null where there is no such time.</summary>
    public DateTimeOffset? NextAttemptAt { get; init; }

    /// <summary>How many updates ever reached each final status.</summary>
    public ImmutableSortedDictionary<UpdateStatus, long> Counts { get; init; } = ImmutableSortedDictionary<UpdateStatus, long>.Empty;

    /// <summary>What was settled since it was loaded or saved: the storage writes it to its index of recent activity, and it is counted and logged.</summary>
    [JsonIgnore]
    public ImmutableArray<SettledUpdate> JustSettled { get; init; } = [];

    /// <summary>How large the stored document was when it was loaded, and about what was added since, in bytes.</summary>
    [JsonIgnore]
    public int StoredBytes { get; init; }

    /// <summary>Whether all that is pending came in bulk.</summary>
    [JsonIgnore]
    public bool IsBulk => !Pending.IsEmpty && Pending.All(update => update.IsBulk);

    /// <summary>Whether it holds anything that is kept for a time only.</summary>
    [JsonIgnore]
    public bool HoldsForATime => Settled.Length > 0 || Delivered.Count > 0 || Erased is not null;

    /// <summary>When something of it is next due, which may be in the past; null where nothing is pending.</summary>
    public DateTimeOffset? DueAt()
    {
        if (Pending.IsEmpty)
        {
            return null;
        }

        var earliest = DateTimeOffset.MaxValue;
        foreach (var update in Pending)
        {
            var due = update.DueSince();
            earliest = due < earliest ? due : earliest;
        }

        return NextAttemptAt is { } next && next > earliest ? next : earliest;
    }

    /// <summary>The attempts that the update was part of, as far as they are kept, oldest first.</summary>
    public ImmutableArray<Attempt> AttemptsOf(PendingUpdate update) =>
        AttemptLog.RemoveAll(attempt => !update.AttemptNumbers.Contains(attempt.Number));

    /// <summary>The wake-up for when something of it is next due; null where nothing is pending.</summary>
    public WakeUp? NextWakeUp(MailboxKey key) => DueAt() is { } due ? WakeUpAt(key, due) : null;

    /// <summary>A wake-up for this time, on the queue that what is pending asks for.</summary>
    public WakeUp WakeUpAt(MailboxKey key, DateTimeOffset at) => new(key, at, IsBulk);

    /// <summary>The pending update with this id, which may be one that it had before, or null.</summary>
    public PendingUpdate? FindPending(string id) => Pending.FirstOrDefault(update => update.IsKnownAs(id));

    /// <summary>The settled update with this id, which may be one that it had before, or null.</summary>
    public SettledUpdate? FindSettled(string id) => Settled.LastOrDefault(update => update.IsKnownAs(id));

    /// <summary>The mailbox with updates moved from pending to settled, and what is too old among the settled dropped.</summary>
    internal Mailbox Settle(ImmutableArray<SettledUpdate> updates, DateTimeOffset now)
    {
        if (updates.IsEmpty)
        {
            return this;
        }

        var kept = Array.FindAll([.. Settled, .. updates], update => now - update.SettledAt <= SettledKept);
        kept = kept.Length > MaxSettled ? kept[^MaxSettled..] : kept;
        DropDetails(kept);
        var ids = new HashSet<string>(updates.Length, StringComparer.Ordinal);
        var counts = Counts.ToBuilder();
        foreach (var update in updates)
        {
            ids.Add(update.Id);
            counts[update.Status] = counts.GetValueOrDefault(update.Status) + 1;
        }

        return this with
        {
            Pending = Pending.RemoveAll(update => ids.Contains(update.Id)),
            Settled = ImmutableCollectionsMarshal.AsImmutableArray(kept),
            JustSettled = JustSettled.AddRange(updates),
            Counts = counts.ToImmutable(),
        };
    }

    /// <summary>The mailbox with its lease ended and one more attempt, which these of its pending updates were part of.</summary>
    internal Mailbox Record(IReadOnlyCollection<string> ids, Attempt attempt)
    {
        var numbered = attempt with { Number = AttemptNumber + 1 };
        return Change(ids, update => update.With(numbered)) with
        {
            Lease = null,
            AttemptNumber = numbered.Number,
            AttemptLog = AttemptLog.AddWithin(MaxAttemptsKept, numbered),
        };
    }

    /// <summary>The mailbox with those of its pending updates changed that <paramref name="ids"/> names.</summary>
    internal Mailbox Change(IReadOnlyCollection<string> ids, Func<PendingUpdate, PendingUpdate> change) => this with
    {
        Pending = ImmutableArray.CreateRange(Pending, update => ids.Contains(update.Id) ? change(update) : update),
    };

    /// <summary>
    /// Whether none of the update's fields would change anything, each having been delivered in a newer version.
    /// A field that adds rather than replaces always changes something.
    /// </summary>
    internal bool IsOvertaken(ContactFields changes, UpdateVersion version, BatchRules rules)
    {
        foreach (var (path, _) in changes)
        {
            if (rules.AdditiveFields.Contains(path) || !IsOvertaken(path, version))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether the field has been delivered in a newer version.</summary>
    internal bool IsOvertaken(string path, UpdateVersion version) =>
        Delivered.TryGetValue(path, out var delivered) && version < delivered;

    private static void DropDetails(SettledUpdate[] settled)
    {
        var bytes = 0;
        for (var i = settled.Length - 1; i >= 0; i--)
        {
            if (settled[i].Detail is not { } detail)
            {
                continue;
            }

            bytes += detail.AboutBytes();
            if (settled.Length - i > MaxDetails || bytes > MaxDetailBytes)
            {
                settled[i] = settled[i] with { Detail = null };
            }
        }
    }
}
