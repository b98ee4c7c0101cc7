namespace ContactRelay.Mailboxes;

/// <summary>What a mailbox says to a new update.</summary>
public enum AcceptOutcome
{
    /// <summary>It is in the mailbox.</summary>
    Accepted,

    /// <summary>The same update was accepted before under the same idempotency key; nothing changed.</summary>
    Replayed,

    /// <summary>The idempotency key was used before for another update; nothing changed.</summary>
    KeyReused,

    /// <summary>The contact was erased after the time that its values are from; nothing changed.</summary>
    Erased,

    /// <summary>There is no room for it until some of what is pending has been delivered; nothing changed.</summary>
    Full,

    /// <summary>With it the contact would have more fields than one mailbox keeps; nothing changed.</summary>
    TooManyFields,

    /// <summary>It is larger than there can ever be room for; nothing changed.</summary>
    TooLarge,
}
