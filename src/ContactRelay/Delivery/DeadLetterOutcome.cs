namespace ContactRelay.Delivery;

/// <summary>What came of redriving or discarding a dead letter.</summary>
public enum DeadLetterOutcome
{
    /// <summary>Its update is on its way again.</summary>
    Redriven,

    /// <summary>Newer values have been delivered meanwhile, so its update was settled without a call.</summary>
    Superseded,

    /// <summary>It was given up for good.</summary>
    Discarded,

    /// <summary>Its update was redriven or discarded before, or its contact erased; the letter is gone now.</summary>
    Gone,

    /// <summary>Its update is pending still, and may come to be delivered; the letter stays until that is known.</summary>
    Pending,

    /// <summary>It was never an update and its text is not kept, so it cannot be sent; it can be discarded, and some be corrected.</summary>
    NoUpdate,

    /// <summary>Too much is pending for its contact.</summary>
    Full,

    /// <summary>The rules refuse it, as they are now.</summary>
    Refused,

    /// <summary>What is stored of its contact cannot be read, and somebody has to repair it first; the letter stays.</summary>
    Unreadable,
}
