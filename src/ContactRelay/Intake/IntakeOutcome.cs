namespace ContactRelay.Intake;

/// <summary>What came of an update that asked to be accepted.</summary>
public enum IntakeOutcome
{
    /// <summary>It is stored, now or since it first came.</summary>
    Accepted,

    /// <summary>It breaks the rules, and always will.</summary>
    Refused,

    /// <summary>Its idempotency key was used for another update.</summary>
    KeyReused,

    /// <summary>Too much is pending for the contact.</summary>
    MailboxFull,

    /// <summary>Too many write to the contact at this moment.</summary>
    Busy,

    /// <summary>The contact was erased after the time that its values are from.</summary>
    Erased,

    /// <summary>It is not JSON, so that nothing is known of it.</summary>
    NotJson,

    /// <summary>The storage was away or slow, and the same update may simply be sent again.</summary>
    Unavailable,

    /// <summary>What is stored of the contact cannot be read, and somebody has to repair it first.</summary>
    Unreadable,
}
