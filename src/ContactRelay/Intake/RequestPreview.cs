using ContactRelay.Contacts;

namespace ContactRelay.Intake;

/// <summary>What a dry run shows: the request that would be sent, the key masked, and the rules that decide over it.</summary>
/// <param name="Errors">What would be refused; empty where the request could be sent.</param>
public sealed record RequestPreview(IReadOnlyList<FieldError> Errors)
{
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
