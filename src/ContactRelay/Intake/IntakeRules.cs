using ContactRelay.Contacts;

namespace ContactRelay.Intake;

/// <summary>The rules for an update that hold whatever its provider.</summary>
public static class IntakeRules
{
    /// <summary>The largest an update may be, in bytes.</summary>
    public const int MaxUpdateBytes = 32 * 1024;

    private const int MaxKeyLength = 255;
    private static readonly TimeSpan MaxAhead = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan MaxPast = TimeSpan.FromDays(30);
    private static readonly TimeSpan MaxScheduled = TimeSpan.FromDays(366);

    /// <summary>What is wrong with the contact's id and the idempotency key.</summary>
    public static IReadOnlyList<FieldError> CheckNames(string contactId, IntakeOptions options)
    {
        var errors = new List<FieldError>();
        if (ContactId.Check(contactId) is { } wrong)
        {
            errors.Add(wrong);
        }

        if (options.IdempotencyKey is { } key && !IsKey(key))
        {
            errors.Add(new("/idempotencyKey", $"Must have 1 to {MaxKeyLength} characters, and no control characters."));
        }

        return errors;
    }

    /// <summary>Whether this may be an idempotency key.</summary>
    internal static bool IsKey(string key) => key.Length is > 0 and <= MaxKeyLength && !key.Any(char.IsControl);

    /// <summary>
    /// What is wrong with the times of an update that has not been accepted before: a replay may come at any time. One
    /// that waited on the queue is measured by when it was put there.
    /// </summary>
    public static IReadOnlyList<FieldError> CheckTimes(IntakeOptions options, DateTimeOffset now)
    {
        var errors = new List<FieldError>();
        var sent = options.InsertedAt ?? now;
        if (options.OccurredAt is { } occurred && (occurred - sent > MaxAhead || sent - occurred > MaxPast))
        {
            errors.Add(new("/occurredAt", "Must be at most 5 minutes ahead and 30 days ago."));
        }

        if (options.DeliverAt is { } due && (due - sent > MaxScheduled || sent - due > MaxAhead))
        {
            errors.Add(new("/deliverAt", "Must be in the future, and at most a year ahead."));
        }

        return errors;
    }
}
