namespace ContactRelay.Mailboxes;

/// <summary>What <see cref="Cancelling.Cancel"/> did.</summary>
/// <param name="Outcome">What came of it.</param>
/// <param name="Mailbox">The mailbox after it.</param>
public sealed record CancelResult(CancelOutcome Outcome, Mailbox Mailbox);
