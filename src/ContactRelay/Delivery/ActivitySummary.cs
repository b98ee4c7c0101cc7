using ContactRelay.Mailboxes;

namespace ContactRelay.Delivery;

/// <summary>A tenant's last minutes, and what waits.</summary>
public sealed record ActivitySummary
{
    /// <summary>The minutes, oldest first, the present one last.</summary>
    public required IReadOnlyList<ActivityMinute> Minutes { get; init; }

    /// <summary>How many updates were settled in them, by status.</summary>
    public required IReadOnlyDictionary<UpdateStatus, int> Settled { get; init; }

    /// <summary>Half of what was delivered took no longer; null where nothing was.</summary>
    public long? P50 { get; init; }

    /// <summary>99 of 100 that were delivered took no longer; null where nothing was.</summary>
    public long? P99 { get; init; }

    /// <summary>Whether there was more than is summed up; then the oldest are left out.</summary>
    public bool IsCutShort { get; init; }

    /// <summary>Whether more was accepted than is counted: what was left out was settled, or waits in mailboxes that were not read.</summary>
    public bool IsAcceptedPartial { get; init; }

    /// <summary>Whether more contacts may be waiting than were looked at.</summary>
    public bool IsPendingPartial { get; init; }

    /// <summary>The first rows of what was settled, the newest first.</summary>
    public required IReadOnlyList<Settlement> Latest { get; init; }

    /// <summary>How many updates are pending.</summary>
    public int Pending { get; init; }

    /// <summary>The contacts they are of, the longest due first.</summary>
    public required IReadOnlyList<PendingContact> Contacts { get; init; }

    /// <summary>The mailboxes of the first of those contacts.</summary>
    public required IReadOnlyList<(MailboxKey Key, Mailbox Mailbox)> Waiting { get; init; }
}
