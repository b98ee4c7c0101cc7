namespace ContactRelay.Simulation.Core;

/// <summary>What can go wrong, or happen at a bad time.</summary>
internal enum FaultKind
{
    /// <summary>A process dies before what it asked for takes effect.</summary>
    CrashBeforeEffect,

    /// <summary>A process dies after what it asked for has taken effect, before it learns so.</summary>
    CrashAfterEffect,

    /// <summary>A process stands still for longer than a lease lasts.</summary>
    PausePastLease,

    /// <summary>The storage fails before anything has happened.</summary>
    StorageFailsBefore,

    /// <summary>The storage does what it was asked for and then fails.</summary>
    StorageFailsAfter,

    /// <summary>A save finds that something else was stored (412).</summary>
    Conflict,

    /// <summary>A save takes effect, its answer is lost, and its repetition by the client finds its own ETag gone (412).</summary>
    ConflictAfterEffect,

    /// <summary>The storage refuses everything for a while (429, 503).</summary>
    StorageThrottles,

    /// <summary>What was written and not yet synced to the disk is gone after a crash.</summary>
    UnsyncedWriteLost,

    /// <summary>Half of what was written is on the disk after a crash.</summary>
    TornWrite,

    /// <summary>The disk is full for a while: it can be read and not written.</summary>
    DiskFull,

    /// <summary>A message is handed out twice.</summary>
    DuplicateMessage,

    /// <summary>A message is overtaken by later ones.</summary>
    ReorderedMessage,

    /// <summary>A message comes minutes late.</summary>
    DelayedMessage,

    /// <summary>A message is handed out again while the first still has it in hand.</summary>
    VisibilityRunsOut,

    /// <summary>A message has failed so often that the next delivery is that to the poison queue.</summary>
    PoisonMessage,

    /// <summary>The text of a message is in base64, as another sender or an older version writes it.</summary>
    OldMessageFormat,

    /// <summary>A process's clock jumps.</summary>
    ClockJump,

    /// <summary>A process's clock differs from the others'.</summary>
    ClockSkew,

    /// <summary>The provider applies a call, at once or later, and the caller's time runs out.</summary>
    EffectThenTimeOut,

    /// <summary>The provider applies a call, and the connection breaks before the answer.</summary>
    AnswerLost,

    /// <summary>The provider is too busy and asks for a wait that makes no sense.</summary>
    LyingRetryAfter,

    /// <summary>The connection breaks off within the answer's body.</summary>
    ResetInBody,

    /// <summary>The answer's body comes slowly, perhaps too slowly.</summary>
    SlowBody,

    /// <summary>The answer is a success by its status and not the provider's by its body.</summary>
    MalformedBody,

    /// <summary>The provider fails (500, 503) without having done anything.</summary>
    ProviderFails,

    /// <summary>No connection to the provider can be made.</summary>
    NotConnected,

    /// <summary>The provider refuses a value for good, whenever it is sent, until somebody mends what it takes.</summary>
    ValueRefused,

    /// <summary>The provider says that there is no such contact.</summary>
    ContactRefused,

    /// <summary>The provider says that the contact is archived, and applies nothing.</summary>
    ContactArchived,

    /// <summary>The tenant's key is changed.</summary>
    KeyRotated,

    /// <summary>The key vault cannot be reached.</summary>
    SecretUnavailable,

    /// <summary>A tenant's document is changed.</summary>
    TenantEdited,

    /// <summary>A tenant's document is not valid for a while.</summary>
    TenantGone,

    /// <summary>A tenant sends a batch of a great many updates at once.</summary>
    TenantFloods,

    /// <summary>An update is cancelled.</summary>
    UpdateCancelled,

    /// <summary>An update that was not delivered is sent on its way again.</summary>
    UpdateRedriven,

    /// <summary>An update that was not delivered is given up.</summary>
    UpdateDiscarded,

    /// <summary>A caller, or whoever decides over updates, goes away before there is an answer.</summary>
    CallerGoesAway,

    /// <summary>All that is stored of a contact is erased.</summary>
    ContactErased,
}
