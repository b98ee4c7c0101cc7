using ContactRelay.Mailboxes;

namespace ContactRelay.Intake;

/// <summary>Makes what a mailbox accepts of what a sender sent.</summary>
internal static class NewUpdates
{
    /// <summary>A new id for an update.</summary>
    public static string NewId(DateTimeOffset now) => Guid.CreateVersion7(now).ToString("N");

    /// <summary>The update with an id of its own, which stays the same however often its acceptance is tried.</summary>
    public static NewUpdate From(IncomingUpdate update, DateTimeOffset now)
    {
        var options = update.Options;
        return new()
        {
            Id = NewId(now),
            Changes = update.Changes,
            OccurredAt = options.OccurredAt ?? (options.DeliverAt is null ? options.InsertedAt : null),
            DeliverAt = options.DeliverAt,
            KeyHash = options.IdempotencyKey is { } key ? UpdateHash.OfKey(key) : null,
            BodyHash = UpdateHash.OfUpdate(update.Changes, options),
            IsBulk = options.IsBulk,
            NotFound = options.NotFound,
        };
    }
}
