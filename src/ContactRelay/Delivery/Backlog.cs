namespace ContactRelay.Delivery;

/// <summary>What waits.</summary>
/// <param name="Queues">About how many messages each queue holds, delayed ones too.</param>
/// <param name="OldestDue">When the oldest of what is due was due; null where nothing is overdue.</param>
/// <param name="DeadLetters">How many dead letters there are, counted up to a bound.</param>
/// <param name="Pending">How many updates are pending of each tenant's scope that has some, counted up to a bound.</param>
public sealed record Backlog(
    IReadOnlyDictionary<string, int> Queues, DateTimeOffset? OldestDue, int DeadLetters, IReadOnlyDictionary<string, long> Pending)
{
    /// <summary>Whether a reading stopped at its bound: then the counts are the least that there is, and something may be due for longer.</summary>
    public bool IsPartial { get; init; }
}
