using ContactRelay.Contacts;
using ContactRelay.Mailboxes;

namespace ContactRelay.Intake;

/// <summary>What <see cref="UpdateIntake"/> says to an update.</summary>
public sealed record IntakeResult(IntakeOutcome Outcome)
{
    /// <summary>The update's id; empty where it was not accepted.</summary>
    public string UpdateId { get; init; } = "";

    /// <summary>The status it was accepted with.</summary>
    public UpdateStatus Status { get; init; }

    /// <summary>Whether it had been accepted before.</summary>
    public bool IsReplay { get; init; }

    /// <summary>Pointers to the fields that were left out, where the tenant wants that.</summary>
    public IReadOnlyList<string> LeftOut { get; init; } = [];

    /// <summary>What is wrong with it, where it was refused.</summary>
    public IReadOnlyList<FieldError> Errors { get; init; } = [];

    /// <summary>A refusal for these reasons.</summary>
    public static IntakeResult Refused(IReadOnlyList<FieldError> errors) => new(IntakeOutcome.Refused) { Errors = errors };
}
