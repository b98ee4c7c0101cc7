namespace ContactRelay.Tests.OpenApi;

/// <summary>A request of an .http file, its variables as they were written.</summary>
internal sealed record HttpFileRequest(string? Name, string Method, string Url, IReadOnlyList<KeyValuePair<string, string>> Headers, string Body);
