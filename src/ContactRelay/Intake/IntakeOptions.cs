namespace ContactRelay.Intake;

/// <summary>What a sender may say about an update beside its changes.</summary>
public sealed record IntakeOptions
{
    /// <summary>The time its values are from; null for now.</summary>
    public DateTimeOffset? OccurredAt { get; init; }

    /// <summary>The time before which it must not be delivered; null for at once.</summary>
    public DateTimeOffset? DeliverAt { get; init; }

    /// <summary>Two updates of a contact with the same key are one; null for no key.</summary>
    public string? IdempotencyKey { get; init; }

    /// <summary>The paths of some fields that a hook's mapping looked for and its body held nothing for; null for none. They are kept to be shown.</summary>
    public IReadOnlyList<string>? NotFound { get; init; }

    /// <summary>When it was put on the queue, which dates its values where nothing else does; null where it was not.</summary>
    public DateTimeOffset? InsertedAt { get; init; }

    /// <summary>Whether it came in bulk, and so must not delay what did not.</summary>
    public bool IsBulk { get; init; }

    /// <summary>Whether the update came on the queue, so that its own message serves as its wake-up.</summary>
    public bool IsQueued { get; init; }
}
