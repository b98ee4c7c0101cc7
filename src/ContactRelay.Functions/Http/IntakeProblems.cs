using ContactRelay.Intake;

namespace ContactRelay.Functions.Http;

/// <summary>What a caller is told of an update that was not accepted.</summary>
internal static class IntakeProblems
{
    private const string KeyReused = "The Idempotency-Key was used for another update of this contact: send a new one.";

    /// <summary>The problem of a result that is not <see cref="IntakeOutcome.Accepted"/>.</summary>
    public static Problem Of(IntakeResult result) => result.Outcome switch
    {
        IntakeOutcome.Refused or IntakeOutcome.Erased => Problem.Invalid(result.Errors),
        IntakeOutcome.NotJson => Problem.NotJson(result.Errors[0].Detail),
        IntakeOutcome.KeyReused => new(ProblemType.KeyReused, KeyReused) { Errors = [new("/idempotencyKey", KeyReused)] },
        IntakeOutcome.MailboxFull => new(ProblemType.MailboxFull, "Too much is pending for this contact: send the update again later.")
        {
            RetryAfter = TimeSpan.FromMinutes(1),
        },
        IntakeOutcome.Busy => new(ProblemType.Busy, "Too many updates of this contact at once: send it again.")
        {
            RetryAfter = TimeSpan.FromSeconds(1),
        },
        IntakeOutcome.Unavailable => Problem.StorageAway,
        IntakeOutcome.Unreadable => Problem.StateUnreadable,
        _ => throw new InvalidOperationException($"Not a refusal: {result.Outcome}."),
    };
}
