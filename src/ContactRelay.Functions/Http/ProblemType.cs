using System.Net;

namespace ContactRelay.Functions.Http;

/// <summary>
/// A kind of error (RFC 9457, section 3.1.1). Its URI, <c>/api/problems/{name}</c>, is the same everywhere and for good,
/// so that programs may go by it, and shows people what it means.
/// </summary>
/// <param name="Name">The last segment of its URI.</param>
/// <param name="Status">The HTTP status that goes with it.</param>
/// <param name="Title">It in a few words.</param>
/// <param name="Meaning">What it means, and what to do.</param>
public sealed record ProblemType(string Name, HttpStatusCode Status, string Title, string Meaning)
{
    /// <summary>The body is not JSON.</summary>
    public static ProblemType NotJson { get; } = new(
        "not-json", HttpStatusCode.BadRequest, "The body is not JSON",
        "The body breaks off, is not UTF-8, or goes wrong at the place that the detail names. Mend it: sending it again as it is helps nothing.");

    /// <summary>The body could not be read.</summary>
    public static ProblemType Unreadable { get; } = new(
        "unreadable", HttpStatusCode.BadRequest, "The body could not be read",
        "The connection broke off within the body, or the body came too slowly or was not well-formed HTTP. Nothing was stored: send it again.");

    /// <summary>The body is not what its type says.</summary>
    public static ProblemType BadBody { get; } = new(
        "bad-body", HttpStatusCode.BadRequest, "The body cannot be understood",
        "The body of a webhook is not what its Content-Type says, or is nested too deep. Nothing was stored: the detail names what is wrong.");

    /// <summary>No key, or a wrong one.</summary>
    public static ProblemType Unauthorized { get; } = new(
        "unauthorized", HttpStatusCode.Unauthorized, "Unauthorized",
        "The tenant or the key is not known; which of the two is not said. Send one of the tenant's caller keys as a bearer token.");

    /// <summary>A key that is not good for this.</summary>
    public static ProblemType Forbidden { get; } = new(
        "forbidden", HttpStatusCode.Forbidden, "Forbidden",
        "The key is one of the tenant's, and is limited to sending updates or to one hook. Use one that is not.");

    /// <summary>Something is not there.</summary>
    public static ProblemType NotFound { get; } = new(
        "not-found", HttpStatusCode.NotFound, "Not found",
        "There is no such thing, or, of an update, it was settled so long ago that nothing of it is kept: 30 days, or 1,000 updates of the contact.");

    /// <summary>It is too late for this.</summary>
    public static ProblemType TooLate { get; } = new(
        "too-late", HttpStatusCode.Conflict, "Too late",
        "The update has been started or settled. What the provider may have applied cannot be taken back: send another update.");

    /// <summary>An id that cannot be used again yet.</summary>
    public static ProblemType BeingErased { get; } = new(
        "being-erased", HttpStatusCode.Conflict, "The former tenant of this id is being erased",
        "A tenant of this id was deleted, and its updates, dead letters and activity are still being erased. Send it again after Retry-After, or use another id.");

    /// <summary>Too many bytes, or items.</summary>
    public static ProblemType TooLarge { get; } = new(
        "too-large", HttpStatusCode.RequestEntityTooLarge, "The body is too large",
        "An update may have 32 KiB, a batch 500 updates and 1 MiB. Nothing was stored: send less at a time.");

    /// <summary>A body of another type.</summary>
    public static ProblemType UnsupportedMediaType { get; } = new(
        "unsupported-media-type", HttpStatusCode.UnsupportedMediaType, "Unsupported media type",
        "The call takes another Content-Type, which the detail names, in UTF-8.");

    /// <summary>The rules refuse it.</summary>
    public static ProblemType Refused { get; } = new(
        "refused", HttpStatusCode.UnprocessableEntity, "Refused by the rules",
        "Each of the errors has a JSON pointer to what is wrong, and says what to change. What a provider would refuse for good is refused at once.");

    /// <summary>An idempotency key used twice.</summary>
    public static ProblemType KeyReused { get; } = new(
        "idempotency-key-reused", HttpStatusCode.UnprocessableEntity, "The idempotency key was used before",
        "The contact has another update with this key. The same update is to be sent with its own key, and another one with a new key.");

    /// <summary>Too much is pending.</summary>
    public static ProblemType MailboxFull { get; } = new(
        "mailbox-full", HttpStatusCode.TooManyRequests, "The mailbox is full",
        "Too much is pending for this contact. Look at why its updates are not delivered, and send it again after Retry-After.");

    /// <summary>Too many at once.</summary>
    public static ProblemType Busy { get; } = new(
        "busy", HttpStatusCode.ServiceUnavailable, "Busy",
        "Too many write to this contact at the same moment. Nothing was stored: send it again after Retry-After.");

    /// <summary>The storage is away.</summary>
    public static ProblemType StorageAway { get; } = new(
        "storage-away", HttpStatusCode.ServiceUnavailable, "Storage is away",
        "Storage, or another service that the call needs, is unavailable or took longer than 8 seconds. The update may or may not have been stored. Send the same again after Retry-After, with the same Idempotency-Key if it has one: then it is one update either way.");

    /// <summary>A hook's secret that cannot be read.</summary>
    public static ProblemType SecretUnreadable { get; } = new(
        "secret-unreadable", HttpStatusCode.ServiceUnavailable, "The hook's secret cannot be read",
        "Nobody can tell whether the request is its sender's. Nothing was stored: whoever runs the tenant has to look at the secret that its hook names.");

    /// <summary>A stored row that cannot be read.</summary>
    public static ProblemType StateUnreadable { get; } = new(
        "state-unreadable", HttpStatusCode.InternalServerError, "The stored state cannot be read",
        "A row of the storage is damaged, most often that of the contact. Nothing was stored, and the same request fails again until an administrator repairs the row or erases the contact.");

    /// <summary>A defect.</summary>
    public static ProblemType Internal { get; } = new(
        "internal", HttpStatusCode.InternalServerError, "Internal error",
        "This is a defect of ContactRelay. Sending the same again is safe with the same Idempotency-Key.");

    /// <summary>All of them.</summary>
    public static IReadOnlyList<ProblemType> All { get; } =
    [
        NotJson, Unreadable, BadBody, Unauthorized, Forbidden, NotFound, TooLate, BeingErased, TooLarge, UnsupportedMediaType, Refused, KeyReused, MailboxFull, Busy,
        StorageAway, SecretUnreadable, StateUnreadable, Internal,
    ];

    /// <summary>Its URI: a reference that is relative to whatever host answered.</summary>
    public string Uri => "/api/problems/" + Name;
}
