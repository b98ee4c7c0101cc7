using ContactRelay.Contacts;
using ContactRelay.Mailboxes;

namespace ContactRelay.Providers;

/// <summary>What may be filled in of the values that a provider demands in every call.</summary>
public static class KnownValues
{
    /// <summary>What stands, in a dry run, for a value that its reader may not see; a provider's own words stand for themselves.</summary>
    internal const string Masked = "***";

    /// <summary>
    /// For a new update: what the provider's last answer showed, and over it what is pending and will have been
    /// delivered by then. What is accepted on these grounds can be sent when its turn comes.
    /// </summary>
    public static ContactFields ForIntake(Mailbox mailbox, IContactProvider provider, DateTimeOffset dueBy)
    {
        var known = mailbox.Known;
        foreach (var update in mailbox.Pending)
        {
            known = update.IsDue(dueBy) ? provider.Remember(known, update.Changes) : known;
        }

        return known;
    }

    /// <summary>
    /// For a call: what the provider's last answer showed, and only where it showed nothing, what is pending beside the
    /// call. An update that has yet to be delivered must not speak through another's call, least of all of an opt-out.
    /// </summary>
    public static ContactFields ForCall(Mailbox mailbox, IContactProvider provider, Batch batch, DateTimeOffset now)
    {
        var pending = ContactFields.Empty;
        foreach (var update in mailbox.Pending)
        {
            pending = update.IsDue(now) && !batch.Lease.Members.Contains(update.Id) ? provider.Remember(pending, update.Changes) : pending;
        }

        return pending.With(mailbox.Known);
    }
}
