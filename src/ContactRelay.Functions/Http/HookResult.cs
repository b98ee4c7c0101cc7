using ContactRelay.Intake;

namespace ContactRelay.Functions.Http;

/// <summary>What came of one event of a webhook.</summary>
/// <param name="ContactId">The contact's id.</param>
/// <param name="Intake">What the intake said; null where there was nothing to do.</param>
internal sealed record HookResult(string ContactId, IntakeResult? Intake)
{
    /// <summary>Whether the same event may be taken later.</summary>
    public bool IsPassing => Intake?.Outcome is IntakeOutcome.MailboxFull or IntakeOutcome.Busy;
}
