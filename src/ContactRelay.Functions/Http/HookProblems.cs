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
        ProblemType.Unauthorized, "A dry run shows what a hook makes of a body, and is for whoever has the app's master key.");

    /// <summary>Why a request was not let in. That it is old is said to those alone who have the secret.</summary>
    public static Problem Of(HookVerdict verdict) => verdict switch
    {
        HookVerdict.NoSecret => new(ProblemType.SecretUnreadable, "Nothing was stored. Send it again later.")
        {
            RetryAfter = Later,
        },
        HookVerdict.Stale => new(
            ProblemType.Unauthorized, "The signature is right, but the request was sent more than 5 minutes ago, or the sender's clock is wrong."),
        _ => new(ProblemType.Unauthorized, "There is no such hook, or the request does not show that it is its sender's."),
    };

    /// <summary>Why a body cannot be read.</summary>
    public static Problem Of(HookReading reading) => reading.IsUnknownType
        ? new(ProblemType.UnsupportedMediaType, reading.Problem!)
        : new(ProblemType.BadBody, reading.Problem!) { Errors = [new("", reading.Problem!)] };

    /// <summary>Why an event was not accepted.</summary>
    public static Problem Of(IntakeResult result) =>
        result.Outcome == IntakeOutcome.KeyReused ? new(ProblemType.KeyReused, result.Errors[0].Detail) { Errors = result.Errors } : IntakeProblems.Of(result);
}
