namespace ContactRelay.Delivery.Gates;

/// <summary>A tenant's calls are held: none is made before a time.</summary>
/// <param name="Reason">Why.</param>
/// <param name="Words">That in words, the provider's or ours.</param>
/// <param name="Since">Since when.</param>
/// <param name="Until">Until when. Then one call is made to see whether it is over; of a throttled tenant all are.</param>
/// <param name="Times">How many times in a row it was found not to be over, which makes the next wait longer.</param>
/// <param name="ChangedAt">When it was placed or last found not to be over. What began before that says nothing new.</param>
/// <param name="ProbedUntil">Until when a call that finds out whether it is over is on its way; null where none is.</param>
/// <param name="SecretVersion">The version of the secret that was refused; null for another reason, or where there was none.</param>
public sealed record Hold(
    HoldReason Reason, string Words, DateTimeOffset Since, DateTimeOffset Until, int Times, DateTimeOffset ChangedAt,
    DateTimeOffset? ProbedUntil = null, string? SecretVersion = null)
{
    /// <summary>When the next call may be made, as far as is known.</summary>
    public DateTimeOffset NextTryAt => ProbedUntil > Until ? ProbedUntil.Value : Until;
}
