namespace ContactRelay.Mailboxes;

/// <summary>A mailbox as stored.</summary>
/// <param name="Mailbox">The mailbox; <see cref="Mailbox.Empty"/> where nothing is stored.</param>
/// <param name="ETag">Which version of it is stored; null where nothing is.</param>
public sealed record LoadedMailbox(Mailbox Mailbox, string? ETag);
