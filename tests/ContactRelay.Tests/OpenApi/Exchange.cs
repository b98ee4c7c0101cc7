using System.Text.Json;

namespace ContactRelay.Tests.OpenApi;

/// <summary>A call that was made, and its answer.</summary>
internal sealed record Exchange(string Method, string Path, int Status, string? MediaType, string Body)
{
    /// <summary>The body as JSON: one of another type is a text.</summary>
    public string Json => MediaType?.EndsWith("json", StringComparison.Ordinal) == true ? Body : JsonSerializer.Serialize(Body);
}
