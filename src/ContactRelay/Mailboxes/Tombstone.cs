namespace ContactRelay.Mailboxes;

/// <summary>What is left of a contact that was erased, so that nothing older comes back.</summary>
/// <param name="At">When it was erased.</param>
public sealed record Tombstone(DateTimeOffset At);
