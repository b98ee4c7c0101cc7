using ContactRelay.Contacts;

namespace ContactRelay.Functions.Http;

/// <summary>An error as callers see it: problem+json (RFC 9457).</summary>
public sealed record Problem(ProblemType Type, string Detail)
{
    /// <summary>Each thing that is wrong, with a JSON pointer to it.</summary>
    public IReadOnlyList<FieldError> Errors { get; init; } = [];

    /// <summary>When to try again; null where that helps nothing.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>No caller of the tenant: the same for a tenant that does not exist and for a wrong key.</summary>
    public static Problem Unauthorized { get; } = new(
        ProblemType.Unauthorized, "Send the tenant's caller key as 'Authorization: Bearer <key>'; either the tenant or the key is not known.");

    /// <summary>A key of the tenant that is not good for this call.</summary>
    public static Problem Forbidden { get; } = new(
        ProblemType.Forbidden, "This key is limited to sending updates or to one hook: use a key of the tenant that is not.");

    /// <summary>A call that only the master key may make.</summary>
    public static Problem MasterKeyNeeded { get; } = new(ProblemType.Unauthorized, "Send the app's master key as x-functions-key.");

    /// <summary>No such tenant, for those who may know.</summary>
    public static Problem NoSuchTenant { get; } = NotFound("There is no such tenant.");

    /// <summary>The id of a tenant that was deleted a short time ago.</summary>
    public static Problem BeingErased { get; } = new(
        ProblemType.BeingErased,
        "The tenant of this id was deleted, and all that is stored of it is being erased. The id can be used again when that is done, a few minutes after the delete.")
    {
        RetryAfter = TimeSpan.FromMinutes(1),
    };

    /// <summary>The storage is away.</summary>
    public static Problem StorageAway { get; } = new(
        ProblemType.StorageAway, "Nothing is known to have been stored. Send the same request again, with the same Idempotency-Key if it has one.")
    {
        RetryAfter = TimeSpan.FromSeconds(5),
    };

    /// <summary>A stored row that cannot be read.</summary>
    public static Problem StateUnreadable { get; } = new(
        ProblemType.StateUnreadable, "What is stored here cannot be read, and nothing was stored: an administrator must repair the row or erase the contact.");

    /// <summary>A body that is not JSON.</summary>
    public static Problem NotJson(string detail) => new(ProblemType.NotJson, detail) { Errors = [new("", detail)] };

    /// <summary>A body of a type that the call does not take.</summary>
    public static Problem UnsupportedMediaType(string wanted) => new(ProblemType.UnsupportedMediaType, $"Send Content-Type: {wanted}, in UTF-8.");

    /// <summary>Something is not there.</summary>
    public static Problem NotFound(string detail) => new(ProblemType.NotFound, detail);

    /// <summary>A request that the rules refuse.</summary>
    public static Problem Invalid(IReadOnlyList<FieldError> errors) =>
        new(ProblemType.Refused, errors.Count == 1 ? errors[0].Detail : $"{errors.Count} things are wrong with it.") { Errors = errors };
}
