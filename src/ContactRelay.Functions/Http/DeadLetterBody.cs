using System.Text.Json;

namespace ContactRelay.Functions.Http;

/// <summary>The body of a call that redrives or discards dead letters.</summary>
internal sealed record DeadLetterBody(
    IReadOnlyList<string>? Ids = null,
    string? Kind = null,
    string? ContactId = null,
    string? Since = null,
    string? Until = null,
    bool Preview = false,
    string? Reason = null,
    JsonElement? Message = null);
