namespace ContactRelay.Mailboxes;

/// <summary>A contact of whom something is pending.</summary>
/// <param name="ContactId">The contact's id.</param>
/// <param name="Pending">How many updates are pending.</param>
/// <param name="Due">When the next of them is due.</param>
public sealed record PendingContact(string ContactId, int Pending, DateTimeOffset Due);
