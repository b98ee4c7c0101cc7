namespace ContactRelay.Mailboxes;

/// <summary>What came of redriving or discarding a dead update.</summary>
public enum RedriveOutcome
{
    /// <summary>It is pending, now or since it was first asked for.</summary>
    Pending,

    /// <summary>Newer values have been delivered meanwhile, so it was settled without a call.</summary>
    Superseded,

    /// <summary>It was given up.</summary>
    Discarded,

    /// <summary>It is not dead any more: it was redriven or discarded before, or its contact was erased. Nothing changed.</summary>
    NotDead,

    /// <summary>It is about to die, or would have been: what settles it so has not been saved. Nothing changed.</summary>
    NotDeadYet,

    /// <summary>There is no room for it until some of what is pending has been delivered. Nothing changed.</summary>
    Full,

    /// <summary>It has more fields, or is larger, than there can ever be room for. Nothing changed.</summary>
    Refused,
}
