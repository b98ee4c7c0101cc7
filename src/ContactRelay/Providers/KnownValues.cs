using ContactRelay.Contacts;
using ContactRelay.Mailboxes;

namespace ContactRelay.Providers;

/// <summary>What a call may fill in of the values that the provider demands in every call.</summary>
public static class KnownValues
{
    /// <summary>
    /// What the provider's last answer showed; where it showed nothing, what is pending and counts as known by then.
    /// </summary>
    public static ContactFields Of(Mailbox mailbox, IContactProvider provider, Func<PendingUpdate, bool> counts) =>
        mailbox.Pending
            .Where(counts)
            .Aggregate(ContactFields.Empty, (known, update) => provider.Remember(known, update.Changes))
            .With(mailbox.Known);
}
