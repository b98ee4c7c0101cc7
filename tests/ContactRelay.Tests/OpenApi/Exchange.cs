namespace ContactRelay.Tests.OpenApi;

/// <summary>A call that was made, and its answer.</summary>
internal sealed record Exchange(string Method, string Path, int Status, string? MediaType, string Body);
