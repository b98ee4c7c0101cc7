using ContactRelay.Functions.Http;
using ContactRelay.Intake;
using ContactRelay.Intake.Hooks;

namespace ContactRelay.Functions.OpenApi;

/// <summary>An example of each kind of problem.</summary>
internal static class ProblemExamples
{
    private static readonly Problem[] All =
    [
        Problem.NotJson("The body is not JSON: it breaks off or goes wrong at line 1, byte 17."),
        new(ProblemType.Unreadable, "It broke off, came too slowly, or was not well-formed HTTP: send it again."),
        new(ProblemType.BadBody, "The body is not JSON.") { Errors = [new("", "The body is not JSON.")] },
        Problem.Unauthorized,
        Problem.Forbidden,
        Problem.NotFound("There is no such update, or it was settled too long ago."),
        new(ProblemType.TooLate, "The update has been started or settled, so it cannot be cancelled any more: look at its status."),
        Problem.BeingErased,
        new(ProblemType.TooLarge, "It may have 32 KiB."),
        Problem.UnsupportedMediaType(Content.Json),
        Problem.Invalid([new("/lastName", "Must be a string or null.")]),
        IntakeProblems.Of(new(IntakeOutcome.KeyReused)),
        IntakeProblems.Of(new(IntakeOutcome.MailboxFull)),
        IntakeProblems.Of(new(IntakeOutcome.Busy)),
        Problem.StorageAway,
        HookProblems.Of(HookVerdict.NoSecret),
        Problem.StateUnreadable,
        new(ProblemType.Internal, ProblemType.Internal.Meaning),
    ];

    /// <summary>The example of a kind; there is one for each.</summary>
    public static Problem Of(ProblemType type) => All.Single(problem => problem.Type == type);
}
