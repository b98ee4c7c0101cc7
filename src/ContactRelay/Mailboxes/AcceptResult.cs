namespace ContactRelay.Mailboxes;

/// <summary>What <see cref="Accepting.Accept"/> did.</summary>
/// <param name="Outcome">What the mailbox says.</param>
/// <param name="Mailbox">The mailbox after it.</param>
/// <param name="UpdateId">The update's id: in a replay that of the first.</param>
/// <param name="FirstStatus">The status to tell the caller: in a replay what it was told the first time.</param>
/// <param name="WakeAt">When the update is due; null where it is not pending, so that nothing need be woken for it.</param>
public sealed record AcceptResult(
    AcceptOutcome Outcome,
    Mailbox Mailbox,
    string UpdateId,
    UpdateStatus FirstStatus = UpdateStatus.Accepted,
    DateTimeOffset? WakeAt = null);
