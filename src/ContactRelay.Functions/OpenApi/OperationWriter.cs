using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using ContactRelay.Functions.Http;

namespace ContactRelay.Functions.OpenApi;

/// <summary>Writes a call as OpenAPI has it: what its attributes say, what is said of it, and what goes without saying.</summary>
internal static class OperationWriter
{
    private const string ProblemJson = "application/problem+json";

    /// <summary>The operation object (https://spec.openapis.org/oas/v3.1.1.html#operation-object).</summary>
    public static JsonObject Write(HttpRoute route, Operation operation)
    {
        var json = new JsonObject
        {
            ["operationId"] = route.OperationId,
            ["tags"] = new JsonArray(operation.Tag),
            ["summary"] = operation.Summary,
            ["description"] = operation.Description,
            ["security"] = new JsonArray([.. Keys(route, operation).Select(key => key.Length == 0 ? new JsonObject() : new JsonObject { [key] = new JsonArray() })]),
        };
        if (route.Parameters.Concat(operation.Parameters).ToArray() is { Length: > 0 } parameters)
        {
            json["parameters"] = new JsonArray([.. parameters.Select(name => Reference("parameters", name))]);
        }

        if (operation.Bodies.Count > 0)
        {
            json["requestBody"] = new JsonObject { ["required"] = true, ["content"] = Contents(operation.Bodies) };
        }

        json["responses"] = Responses(route, operation);
        return json;
    }

    private static IReadOnlyList<string> Keys(HttpRoute route, Operation operation) =>
        operation.Keys ?? (route.IsAdmin ? ["masterKey"] : route.IsForCallers ? ["callerKey", "masterKey"] : []);

    private static JsonObject Responses(HttpRoute route, Operation operation)
    {
        var responses = new JsonObject();
        foreach (var answer in operation.Answers)
        {
            responses[Number(answer.Status)] = Response(answer.Description, answer.Headers, answer.Content is null ? null : Contents([answer.Content, .. answer.Others]));
        }

        if (route.IsAdmin)
        {
            responses[Number(HttpStatusCode.Unauthorized)] = Response("The request has no master key. The Functions host says so, without a body.", [], null);
        }

        foreach (var (status, problems) in Problems(route, operation).GroupBy(type => type.Status, (status, types) => (status, types.ToArray())).OrderBy(group => group.status))
        {
            var contents = Contents(operation.OtherAnswers.Where(answer => answer.Status == status).Select(answer => answer.Content!));
            contents[ProblemJson] = new JsonObject
            {
                ["schema"] = Reference("schemas", "Problem"),
                ["examples"] = new JsonObject(problems.Select(type => KeyValuePair.Create(type.Name, (JsonNode?)Reference("examples", type.Name)))),
            };
            responses[Number(status)] = Response(string.Join(". ", problems.Select(type => type.Title)) + ".", [.. Headers(problems)], contents);
        }

        return responses;
    }

    private static IEnumerable<ProblemType> Problems(HttpRoute route, Operation operation)
    {
        var always = new List<ProblemType> { ProblemType.Internal, ProblemType.StateUnreadable, ProblemType.StorageAway };
        if (operation.Bodies.Count > 0)
        {
            always.AddRange([ProblemType.Unreadable, ProblemType.TooLarge, ProblemType.UnsupportedMediaType]);
        }

        if (route.IsForCallers && operation.Keys is null)
        {
            always.AddRange([ProblemType.Unauthorized, ProblemType.Forbidden, ProblemType.NotFound]);
        }

        if (route.IsAdmin && route.Method != "put" && route.Parameters.Any())
        {
            always.Add(ProblemType.NotFound);
        }

        if (route.Parameters.Contains("contactId"))
        {
            always.Add(ProblemType.Refused);
        }

        return ProblemType.All.Where(type => always.Contains(type) || operation.Problems.Contains(type));
    }

    private static IEnumerable<string> Headers(IEnumerable<ProblemType> problems)
    {
        if (problems.Any(type => ProblemExamples.Of(type).RetryAfter is not null))
        {
            yield return "Retry-After";
        }

        if (problems.Contains(ProblemType.Unauthorized))
        {
            yield return "WWW-Authenticate";
        }
    }

    private static JsonObject Response(string description, IReadOnlyList<string> headers, JsonObject? content)
    {
        var response = new JsonObject { ["description"] = description };
        if (headers.Count > 0)
        {
            response["headers"] = new JsonObject(headers.Select(name => KeyValuePair.Create(name, (JsonNode?)Reference("headers", name))));
        }

        if (content is not null)
        {
            response["content"] = content;
        }

        return response;
    }

    private static JsonObject Contents(IEnumerable<Content> contents) => new(contents.Select(content => KeyValuePair.Create(content.MediaType, (JsonNode?)new JsonObject
    {
        ["schema"] = Reference("schemas", content.Schema),
        ["examples"] = new JsonObject(content.Examples.Select(example =>
            KeyValuePair.Create(example.Name, (JsonNode?)new JsonObject { ["value"] = JsonNode.Parse(example.Json) }))),
    })));

    private static JsonObject Reference(string kind, string name) => new() { ["$ref"] = $"#/components/{kind}/{name}" };

    private static string Number(HttpStatusCode status) => ((int)status).ToString(CultureInfo.InvariantCulture);
}
