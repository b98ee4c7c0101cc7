using System.Collections.Immutable;
using ContactRelay.Contacts;

namespace ContactRelay.Mailboxes;

/// <summary>An update that was accepted and has not been settled.</summary>
public sealed record PendingUpdate
{
    /// <summary>How many attempts are remembered; <see cref="AttemptCount"/> counts all of them.</summary>
    public const int MaxAttemptsKept = 10;

    /// <summary>The update's id, unique for the contact.</summary>
    public required string Id { get; init; }

    /// <summary>The ids that it had before, oldest first: see <see cref="Redriving.Redrive"/>. Undefined where it had none.</summary>
    public ImmutableArray<string> FormerIds { get; init; }

    /// <summary>How new its values are.</summary>
    public required UpdateVersion Version { get; init; }

    /// <summary>What it changes.</summary>
    public required ContactFields Changes { get; init; }

    /// <summary>When it was accepted.</summary>
    public required DateTimeOffset AcceptedAt { get; init; }

    /// <summary>The time before which it must not be delivered; null where it is due at once.</summary>
    public DateTimeOffset? DeliverAt { get; init; }

    /// <summary>When it was sent on its way again after it had been rejected or expired; null where it was not.</summary>
    public DateTimeOffset? RedrivenAt { get; init; }

    /// <summary>The hash of its idempotency key; null where it came without one.</summary>
    public string? KeyHash { get; init; }

    /// <summary>The hash of what it asked for, to tell a replay from a key used twice.</summary>
    public required string BodyHash { get; init; }

    /// <summary>Whether it came in bulk, and so must not delay what did not.</summary>
    public bool IsBulk { get; init; }

    /// <summary>The paths of fields that a hook looked for and did not find; null for none.</summary>
    public IReadOnlyList<string>? NotFound { get; init; }

    /// <summary>Whether it was in a refused batch, and so must be sent by itself.</summary>
    public bool Alone { get; init; }

    /// <summary>
    /// The numbers of the last attempts it was part of, oldest first, at most <see cref="MaxAttemptsKept"/>. The
    /// mailbox has the attempts themselves, once for all of the updates in them.
    /// </summary>
    public ImmutableArray<int> AttemptNumbers { get; init; } = [];

    /// <summary>How many attempts there were.</summary>
    public int AttemptCount { get; init; }

    /// <summary>Whether some attempt had no answer, so that the provider may have applied it.</summary>
    public bool OutcomeUnknown { get; init; }

    /// <summary>Whether this is its id, or was.</summary>
    public bool IsKnownAs(string id) => Id == id || (!FormerIds.IsDefault && FormerIds.Contains(id));

    /// <summary>Whether it may be delivered at this time.</summary>
    public bool IsDue(DateTimeOffset now) => DeliverAt is not { } at || at <= now;

    /// <summary>Whether it has been on its way, this time, for longer than <paramref name="maxAge"/>.</summary>
    public bool IsOver(TimeSpan maxAge, DateTimeOffset now) => now - DueSince() > maxAge;

    /// <summary>Since when it has been on its way, this time.</summary>
    public DateTimeOffset DueSince() => DeliverAt ?? RedrivenAt ?? AcceptedAt;

    /// <summary>The update with one more attempt.</summary>
    internal PendingUpdate With(Attempt attempt) => this with
    {
        AttemptNumbers = AttemptNumbers.AddWithin(MaxAttemptsKept, attempt.Number),
        AttemptCount = AttemptCount + 1,
        OutcomeUnknown = OutcomeUnknown || attempt.Unknown,
    };
}
