namespace ContactRelay.Functions.OpenApi;

/// <summary>A body, of a request or of an answer.</summary>
/// <param name="MediaType">Its media type.</param>
/// <param name="Schema">The name of its schema.</param>
/// <param name="Examples">Examples in JSON, by name.</param>
internal sealed record Content(string MediaType, string Schema, params IReadOnlyList<(string Name, string Json)> Examples)
{
    /// <summary>The media type of nearly all.</summary>
    public const string Json = "application/json";

    /// <summary>JSON with this schema and one example.</summary>
    public static Content Of(string schema, string example) => new(Json, schema, ("example", example));
}
