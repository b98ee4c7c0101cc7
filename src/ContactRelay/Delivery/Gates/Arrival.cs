namespace ContactRelay.Delivery.Gates;

/// <summary>What a wake-up brings along to its tenant's gate.</summary>
/// <param name="IsBulk">Whether it must not delay what did not come in bulk.</param>
/// <param name="Slot">The slot that was reserved for it; null where none was.</param>
/// <param name="Deferrals">How often it has been turned away because too many calls were being made.</param>
/// <param name="TraceParent">The trace that it belongs to, and so what is sent on for it; null for none.</param>
/// <param name="ContactId">The contact that it is about.</param>
/// <param name="IsExtra">Whether its mailbox has another wake-up on its way.</param>
public sealed record Arrival(
    bool IsBulk = false, DateTimeOffset? Slot = null, int Deferrals = 0, string? TraceParent = null, string ContactId = "", bool IsExtra = false);
