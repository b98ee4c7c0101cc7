namespace ContactRelay.Mailboxes;

/// <summary>What there is to do in a mailbox.</summary>
public enum BeginOutcome
{
    /// <summary>Nothing is pending.</summary>
    Nothing,

    /// <summary>Another worker has the lease.</summary>
    Leased,

    /// <summary>Nothing is due yet.</summary>
    NotDue,

    /// <summary>The mailbox changed without a call; it is to be saved, and looked at again.</summary>
    Tidied,

    /// <summary>The lease was taken: once the mailbox is saved, the provider is to be called.</summary>
    Started,
}
