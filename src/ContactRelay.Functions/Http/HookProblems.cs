using System.Net;
using ContactRelay.Contacts;
using ContactRelay.Intake;
using ContactRelay.Intake.Hooks;

namespace ContactRelay.Functions.Http;

/// <summary>What webhooks are refused with.</summary>
internal static class HookProblems
{
    /// <summary>The longest that senders wait before they ask again.</summary>
    private static readonly TimeSpan Later = TimeSpan.FromMinutes(1);

    /// <summary>No such hook, for those who may know.</summary>
    public static Problem NoSuchHook { get; } = Problem.NotFound("There is no such tenant, or it has no such hook.");

    /// <summary>A dry run by somebody else than the administrator.</summary>
    public static Problem NoMasterKey { get; } = new(
        HttpStatusCode.Unauthorized, "Unauthorized", "A dry run shows what a hook makes of a body, and is for whoever has the app's master key.");

    /// <summary>Why a request was not let in. That it is old is said to those alone who have the secret.</summary>
    public static Problem Of(HookVerdict verdict) => verdict switch
    {
        HookVerdict.NoSecret => new(HttpStatusCode.ServiceUnavailable, "The hook's secret cannot be read", "Nothing was stored. Send it again later.")
        {
            RetryAfter = Later,
        },
        HookVerdict.Stale => new(
            HttpStatusCode.Unauthorized, "Unauthorized", "The signature is right, but the request was sent more than 5 minutes ago, or the sender's clock is wrong."),
        _ => new(HttpStatusCode.Unauthorized, "Unauthorized", "There is no such hook, or the request does not show that it is its sender's."),
    };

    /// <summary>Why a body cannot be read.</summary>
    public static Problem Of(HookReading reading) => reading.IsUnknownType
        ? new(HttpStatusCode.UnsupportedMediaType, "Unsupported media type", reading.Problem!)
        : new(HttpStatusCode.BadRequest, "The body cannot be read", reading.Problem!) { Errors = [new("", reading.Problem!)] };

    /// <summary>Why an event was not accepted.</summary>
    public static Problem Of(IntakeResult result) => result.Outcome switch
    {
        IntakeOutcome.MailboxFull => new(
            HttpStatusCode.TooManyRequests, "The mailbox is full", "Too much is pending for this contact: send it again later.") { RetryAfter = Later },
        IntakeOutcome.Busy => new(
            HttpStatusCode.ServiceUnavailable, "Busy", "Too many updates of this contact at once: send it again.") { RetryAfter = TimeSpan.FromSeconds(1) },
        _ => Problem.Invalid(result.Errors),
    };

    /// <summary>What is wrong with an event, each with the place in the mapping that it comes from.</summary>
    public static IReadOnlyList<FieldError> Errors(Hook hook, MappedUpdate update, IntakeResult result) =>
        result.Outcome == IntakeOutcome.KeyReused ? [new("/idempotencyKey", "An event with this id came before, and said something else.")]
        : update.Errors.Count > 0 ? update.Errors
        : [.. result.Errors.Select(hook.Explain)];
}
