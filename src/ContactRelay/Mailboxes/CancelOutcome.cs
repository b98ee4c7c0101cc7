namespace ContactRelay.Mailboxes;

/// <summary>What came of cancelling an update.</summary>
public enum CancelOutcome
{
    /// <summary>It is cancelled, now or since it was first asked for.</summary>
    Cancelled,

    /// <summary>It has been started or settled; nothing changed.</summary>
    TooLate,

    /// <summary>There is no such update, or it was settled too long ago.</summary>
    NotFound,
}
