namespace ContactRelay.Mailboxes;

/// <summary>An update that was settled without having been delivered, its values still with it.</summary>
/// <param name="Update">The update as it was when pending.</param>
/// <param name="Settled">What became of it.</param>
public sealed record DeadUpdate(PendingUpdate Update, SettledUpdate Settled);
