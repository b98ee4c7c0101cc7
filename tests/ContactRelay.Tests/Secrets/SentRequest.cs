namespace ContactRelay.Tests.Secrets;

/// <summary>A request as it reached the network.</summary>
internal sealed record SentRequest(HttpMethod Method, Uri Url, string? Authorization);
