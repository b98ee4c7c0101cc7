using ContactRelay.Mailboxes;
using ContactRelay.Storage;

namespace ContactRelay.Delivery;

/// <summary>
/// Sums up a tenant's recent activity, for people who look at it. Its members throw <see cref="StorageUnavailableException"/>
/// where the storage is away.
/// </summary>
public sealed class ActivityReader(IActivityStore activity, IMailboxIndex index, IMailboxStore mailboxes, TimeProvider time)
{
    /// <summary>The most mailboxes that are shown to wait.</summary>
    public const int MaxWaiting = 20;

    /// <summary>The most rows that are shown of what was settled.</summary>
    public const int MaxLatest = 15;

    // A busy tenant has more in a minute than anybody looks at: the sum must still come within a second or two.
    private const int MaxRows = 10_000;
    private const int PageSize = 1000;
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    /// <summary>Sums up so many minutes, and reads at most so many of the mailboxes that wait.</summary>
    public async Task<ActivitySummary> SummariseAsync(string tenant, int minutes, int mostWaiting, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var from = new DateTimeOffset(now.Ticks - (now.Ticks % Minute.Ticks), TimeSpan.Zero) - ((minutes - 1) * Minute);
        var listed = await activity.ListAsync(new(tenant, from, null, PageSize), cancellationToken).Take(MaxRows + 1).ToListAsync(cancellationToken);
        var rows = listed.Take(MaxRows).ToList();
        var isCutShort = listed.Count > MaxRows;
        var found = await index.ListPendingAsync(tenant, cancellationToken);
        var contacts = found.Contacts.OrderBy(contact => contact.Due).ToArray();
        var waiting = await LoadAsync(tenant, contacts.Take(mostWaiting), cancellationToken);

        // When an update of a mailbox that is not read was accepted is not known, nor so what was pending before now.
        var isUnread = found.IsPartial || contacts.Length > mostWaiting;
        var known = isUnread ? DateTimeOffset.MaxValue : isCutShort ? rows[^1].At : from;
        var updates = rows.SelectMany(row => row.Updates, (row, update) => (row.At, Update: update)).ToArray();
        var took = updates.Where(settled => settled.Update.Status == UpdateStatus.Delivered).Select(settled => settled.Update.Milliseconds).Order().ToArray();
        var accepted = updates.Select(settled => settled.Update.AcceptedAt)
            .Concat(waiting.SelectMany(mailbox => mailbox.Mailbox.Pending, (_, update) => update.AcceptedAt));
        var pending = contacts.Sum(contact => contact.Pending);
        return new()
        {
            Minutes = Minutes(from, minutes, accepted, updates, pending, known),
            Settled = updates.CountBy(settled => settled.Update.Status).ToDictionary(),
            P50 = Percentile(took, 0.50),
            P99 = Percentile(took, 0.99),
            IsCutShort = isCutShort,
            IsAcceptedPartial = isCutShort || isUnread,
            IsPendingPartial = found.IsPartial,
            Latest = [.. rows.Take(MaxLatest)],
            Pending = pending,
            Contacts = contacts,
            Waiting = waiting,
        };
    }

    private async Task<IReadOnlyList<(MailboxKey Key, Mailbox Mailbox)>> LoadAsync(
        string tenant, IEnumerable<PendingContact> contacts, CancellationToken cancellationToken)
    {
        var loaded = new List<(MailboxKey Key, Mailbox Mailbox)>();
        foreach (var contact in contacts)
        {
            var key = new MailboxKey(tenant, contact.ContactId);

            // One that cannot be read counts among those that wait, by what stands beside its document; of it there is no more to show.
            if (await mailboxes.LoadReadableAsync(key, cancellationToken) is { Mailbox: { Pending.IsEmpty: false } mailbox })
            {
                loaded.Add((key, mailbox));
            }
        }

        return loaded;
    }

    private static ActivityMinute[] Minutes(
        DateTimeOffset from,
        int count,
        IEnumerable<DateTimeOffset> accepted,
        (DateTimeOffset At, SettledActivity Update)[] settled,
        int pending,
        DateTimeOffset known)
    {
        var (inAccepted, inSettled) = (Count(accepted), Count(settled.Select(row => row.At)));
        var inDelivered = Count(settled.Where(row => row.Update.Status == UpdateStatus.Delivered).Select(row => row.At));
        var inDead = Count(settled.Where(row => row.Update.IsDead).Select(row => row.At));
        var minutes = new ActivityMinute[count];
        for (var i = count - 1; i >= 0; i--)
        {
            var isKnown = i == count - 1 || from + ((i + 1) * Minute) > known;
            minutes[i] = new(from + (i * Minute), inAccepted[i], inDelivered[i], inDead[i], isKnown ? Math.Max(0, pending) : null);

            // What is pending now, less what came and with what went since: how many there were before.
            pending += inSettled[i] - inAccepted[i];
        }

        return minutes;

        int[] Count(IEnumerable<DateTimeOffset> times)
        {
            var counts = new int[count];
            foreach (var at in times.Where(at => at >= from))
            {
                counts[Math.Min((int)((at - from) / Minute), count - 1)]++;
            }

            return counts;
        }
    }

    /// <summary>The least of the values that this share of them does not exceed.</summary>
    private static long? Percentile(long[] ordered, double share) =>
        ordered.Length == 0 ? null : ordered[Math.Max(0, (int)Math.Ceiling(share * ordered.Length) - 1)];
}
