namespace ContactRelay.Mailboxes;

/// <summary>A mailbox in which something is pending that was due some time ago.</summary>
/// <param name="Key">Which mailbox.</param>
/// <param name="Due">When it was due.</param>
public sealed record OverdueMailbox(MailboxKey Key, DateTimeOffset Due);
