using ContactRelay.Contacts;

namespace ContactRelay.Intake;

/// <summary>What a dry run shows: the request that would be sent, the key masked.</summary>
/// <param name="Errors">What would be refused; empty where the request could be sent.</param>
/// <param name="Method">The HTTP method.</param>
/// <param name="Url">The URL.</param>
/// <param name="Authorization">The Authorization header, its secret part masked.</param>
/// <param name="ContentType">The Content-Type header.</param>
/// <param name="Body">The body as text.</param>
/// <param name="LeftOut">Pointers to the fields that would be left out, where the tenant wants that.</param>
public sealed record RequestPreview(
    IReadOnlyList<FieldError> Errors,
    string Method = "",
    string Url = "",
    string Authorization = "",
    string ContentType = "",
    string Body = "",
    IReadOnlyList<string>? LeftOut = null);
