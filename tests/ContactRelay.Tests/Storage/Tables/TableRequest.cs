namespace ContactRelay.Tests.Storage.Tables;

/// <summary>A request as it reached the Table service.</summary>
internal sealed record TableRequest(HttpMethod Method, Uri Url, IReadOnlyDictionary<string, string> Headers, string? Body);
