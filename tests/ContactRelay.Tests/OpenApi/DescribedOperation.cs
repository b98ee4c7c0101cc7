using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace ContactRelay.Tests.OpenApi;

/// <summary>One operation of the API's description.</summary>
internal sealed partial record DescribedOperation(string Method, string Path, JsonObject Json)
{
    public string Id => Json["operationId"]!.GetValue<string>();

    /// <summary>The statuses that it says it may answer.</summary>
    public IEnumerable<int> Statuses => Json["responses"]!.AsObject().Select(answer => int.Parse(answer.Key, CultureInfo.InvariantCulture));

    /// <summary>What it says of an answer with this status; null for nothing.</summary>
    public JsonNode? Answer(int status) => Json["responses"]![Number(status)];

    /// <summary>The names of the problems that it says go with the status.</summary>
    public IEnumerable<string> Problems(int status) =>
        Answer(status)?["content"]?["application/problem+json"]?["examples"]?.AsObject().Select(example => example.Key) ?? [];

    /// <summary>Where the schema of an answer is in the description.</summary>
    public string SchemaOf(int status, string mediaType) =>
        $"#/paths/{Escape(Path)}/{Method.ToLowerInvariant()}/responses/{Number(status)}/content/{Escape(mediaType)}/schema";

    /// <summary>Where the schema of its request's body is in the description.</summary>
    public string BodySchemaOf(string mediaType) => $"#/paths/{Escape(Path)}/{Method.ToLowerInvariant()}/requestBody/content/{Escape(mediaType)}/schema";

    /// <summary>Whether a path is one of the operation's.</summary>
    public bool Takes(string path) => Regex.IsMatch(path, $"^{Parameter().Replace(Path, "[^/]+")}$");

    /// <summary>The examples of its request's body.</summary>
    public IEnumerable<(string MediaType, string Name, JsonNode Value)> BodyExamples() =>
        from content in Json["requestBody"]?["content"]?.AsObject() ?? []
        from example in content.Value!["examples"]!.AsObject()
        select (content.Key, example.Key, example.Value!["value"]!);

    private static string Escape(string token) => Uri.EscapeDataString(token.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal));

    private static string Number(int status) => status.ToString(CultureInfo.InvariantCulture);

    [GeneratedRegex("{[^}]*}")]
    private static partial Regex Parameter();
}
