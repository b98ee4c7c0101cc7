namespace ContactRelay.Mailboxes;

/// <summary>A contact of whom something is pending.</summary>
/// <param name="ContactId">The contact's id.</param>
/// <param name="Pending">How many updates are pending.</param>
/// <param name="Due">When the next of them is due.</param>
public sealed record PendingContact(string ContactId, int Pending, DateTimeOffset Due);

/// <summary>The contacts of a tenant of whom something is pending.</summary>
/// <param name="Contacts">The contacts, in no order.</param>
/// <param name="IsPartial">Whether the reading stopped at its bound, so that there may be more.</param>
public sealed record PendingContacts(IReadOnlyList<PendingContact> Contacts, bool IsPartial);
