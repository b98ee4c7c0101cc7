namespace ContactRelay.Delivery.Gates;

/// <summary>What a tenant's gate says to a call that is to be made.</summary>
/// <param name="MayCall">Whether it may be made now; then <see cref="TenantGates.LeaveAsync"/> has to be told that it is over.</param>
/// <param name="Call">What the gate has to know of the call later on, if it may be made.</param>
/// <param name="Token">The permit's token, where the tenant limits how many calls there may be at a time.</param>
/// <param name="Slot">The slot of the tenant's rate that the call fills.</param>
/// <param name="TryAgainAt">When to come again, where it may not be made now.</param>
/// <param name="Next">What to bring along then.</param>
/// <param name="Hold">The hold that stands against it, if any.</param>
/// <param name="IsLifted">Whether a hold was lifted when it came, so that the others are to be woken.</param>
public sealed record GateAnswer(
    bool MayCall, GatedCall? Call = null, string? Token = null, DateTimeOffset? Slot = null, DateTimeOffset TryAgainAt = default, Arrival? Next = null,
    Hold? Hold = null, bool IsLifted = false);
