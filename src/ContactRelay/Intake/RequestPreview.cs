using ContactRelay.Contacts;

namespace ContactRelay.Intake;

/// <summary>What a dry run shows: the request that would be sent, the key masked, and the rules that decide over it.</summary>
/// <param name="Intake">What the intake would say to the update; there is a request only if it would accept it.</param>
public sealed record RequestPreview(IntakeResult Intake)
{
    /// <summary>Whether the update would not be accepted.</summary>
    public bool IsRefused => Intake.Outcome is not IntakeOutcome.Accepted;

    /// <summary>What is wrong with the update; empty if nothing is.</summary>
    public IReadOnlyList<FieldError> Errors => Intake.Errors;

    /// <summary>The time that its values would be from; null if the update was accepted before and its detail is no longer kept.</summary>
    public DateTimeOffset? Version { get; init; }

    /// <summary>The HTTP method.</summary>
    public string Method { get; init; } = "";

    /// <summary>The URL.</summary>
    public string Url { get; init; } = "";

    /// <summary>The Authorization header, its secret part masked.</summary>
    public string Authorization { get; init; } = "";

    /// <summary>The Content-Type header.</summary>
    public string ContentType { get; init; } = "";

    /// <summary>The body as text.</summary>
    public string Body { get; init; } = "";

    /// <summary>Pointers to the fields that would be left out, where the tenant wants that.</summary>
    public IReadOnlyList<string> LeftOut { get; init; } = [];

    /// <summary>The rules that apply to this update, in sentences.</summary>
    public IReadOnlyList<string> Rules { get; init; } = [];
}
