using ContactRelay.Contacts;

namespace ContactRelay.Mailboxes;

/// <summary>An update that asks to be accepted.</summary>
public sealed record NewUpdate
{
    /// <summary>An id for it, new and unique; the same each time that the same acceptance is tried again.</summary>
    public required string Id { get; init; }

    /// <summary>What it changes; at least one field.</summary>
    public required ContactFields Changes { get; init; }

    /// <summary>The time its values are from, as its sender says; null where they are from now.</summary>
    public DateTimeOffset? OccurredAt { get; init; }

    /// <summary>The time before which it must not be delivered; null for at once.</summary>
    public DateTimeOffset? DeliverAt { get; init; }

    /// <summary>The hash of its idempotency key; null where it has none.</summary>
    public string? KeyHash { get; init; }

    /// <summary>The hash of what it asks for.</summary>
    public required string BodyHash { get; init; }

    /// <summary>Whether it comes in bulk.</summary>
    public bool IsBulk { get; init; }

    /// <summary>The paths of fields that a hook looked for and did not find; null for none.</summary>
    public IReadOnlyList<string>? NotFound { get; init; }
}
