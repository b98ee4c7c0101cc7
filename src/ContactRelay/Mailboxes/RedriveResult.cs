namespace ContactRelay.Mailboxes;

/// <summary>What <see cref="Redriving"/> did.</summary>
/// <param name="Outcome">What came of it.</param>
/// <param name="Mailbox">The mailbox after it.</param>
public sealed record RedriveResult(RedriveOutcome Outcome, Mailbox Mailbox);
