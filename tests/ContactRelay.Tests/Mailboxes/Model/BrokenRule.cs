namespace ContactRelay.Tests.Mailboxes.Model;

/// <summary>A shortcut that somebody might take. The properties have to notice each of them, or they prove nothing.</summary>
public enum BrokenRule
{
    /// <summary>All rules are kept.</summary>
    None,

    /// <summary>A wake-up that finds the mailbox leased is deleted, since its holder is at work anyway (R3).</summary>
    DropWakeUpThatFindsLease,

    /// <summary>A wake-up that comes before anything is due is deleted (R3).</summary>
    DropEarlyWakeUp,

    /// <summary>The lease of another is not respected (R3).</summary>
    IgnoreLease,

    /// <summary>The message is deleted as it is picked, not after its handling (R1).</summary>
    DeleteBeforeHandling,

    /// <summary>The batch's updates that carry nothing are superseded before the call has succeeded (I4).</summary>
    SupersedeBeforeCall,

    /// <summary>A call starts however little of the lease is left (I3).</summary>
    CallWithLittleLease,

    /// <summary>The next call does not wait for one without an answer (I3).</summary>
    RetryAtOnceAfterNoAnswer,

    /// <summary>The answer is settled without a look at the lease's token (R5).</summary>
    SettleWithoutToken,

    /// <summary>Nothing is sent after a settle, although more is pending (R5).</summary>
    SkipSendAfterSettle,

    /// <summary>Nothing is sent for a replay, since the first request surely sent it (R2).</summary>
    ReplaySendsNothing,

    /// <summary>The caller has its answer before the wake-up is sent (R2).</summary>
    AnswerBeforeSend,

    /// <summary>What has died is not kept before the mailbox is saved.</summary>
    DropDeadLetters,
}
