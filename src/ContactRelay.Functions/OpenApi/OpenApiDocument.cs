using System.Text.Json.Nodes;
using ContactRelay.Contacts;
using ContactRelay.Delivery;
using ContactRelay.Functions.Http;
using ContactRelay.Providers;

namespace ContactRelay.Functions.OpenApi;

/// <summary>The description of the API, as OpenAPI 3.1 has it.</summary>
internal static class OpenApiDocument
{
    private const string Frame =
        """
        {
          "openapi": "3.1.1",
          "info": {
            "title": "ContactRelay",
            "summary": "Accepts updates of contacts, and makes each one real in the tenant's own CRM or e-mail provider: once, and in order.",
            "description": "An update that is answered 202 is stored. Errors are problem documents (RFC 9457) whose `type` is a URI that explains it.",
            "license": { "name": "MIT", "identifier": "MIT" }
          },
          "servers": [ { "url": "/api", "description": "Whatever host answered." } ],
          "tags": [
            { "name": "Updates", "description": "Sending updates of contacts." },
            { "name": "Contacts", "description": "What became of them." },
            { "name": "Dead letters", "description": "What was not delivered." },
            { "name": "Activity", "description": "What updates have been doing lately." },
            { "name": "Webhooks", "description": "What forms and CRMs send by themselves." },
            { "name": "Tenants", "description": "For whoever has the app's master key." },
            { "name": "Console", "description": "A page to look at all of this." },
            { "name": "Service", "description": "What the service says of itself." }
          ]
        }
        """;

    private const string SecuritySchemes =
        """
        {
          "callerKey": { "type": "http", "scheme": "bearer", "description": "The key of one of the tenant's callers." },
          "masterKey": { "type": "apiKey", "in": "header", "name": "x-functions-key", "description": "The master key of the function app." }
        }
        """;

    /// <summary>The bytes of the document. Throws <see cref="InvalidOperationException"/> where a function was not described.</summary>
    public static byte[] Write(ProviderRegistry providers)
    {
        var document = Parse(Frame);
        document["info"]!["version"] = typeof(Backlog).Assembly.GetName().Version?.ToString(3);
        document["paths"] = Paths(providers);
        document["components"] = new JsonObject
        {
            ["schemas"] = Schemas(providers),
            ["parameters"] = Parse(Parameters.All),
            ["headers"] = Parse(Parameters.Headers),
            ["examples"] = new JsonObject(ProblemType.All.Select(type => KeyValuePair.Create(type.Name, (JsonNode?)Example(type)))),
            ["securitySchemes"] = Parse(SecuritySchemes),
        };
        return JsonText.Write(writer => document.WriteTo(writer));
    }

    /// <summary>What is said of the functions, by name.</summary>
    public static IReadOnlyDictionary<string, Operation> Operations(ProviderRegistry providers) => new[]
    {
        UpdateOperations.All, ContactOperations.All, DeadLetterOperations.All, ActivityOperations.All, HookOperations.All, TenantOperations.All, ServiceOperations.All(providers),
    }.SelectMany(operations => operations).ToDictionary(StringComparer.Ordinal);

    private static JsonObject Paths(ProviderRegistry providers)
    {
        var operations = Operations(providers);
        var paths = new JsonObject();
        foreach (var routes in HttpRoute.FindAll().GroupBy(route => route.Path))
        {
            paths[routes.Key] = new JsonObject(routes.Select(route => KeyValuePair.Create(
                route.Method,
                (JsonNode?)OperationWriter.Write(route, operations.GetValueOrDefault(route.Function)
                    ?? throw new InvalidOperationException($"Nothing is said of the function '{route.Function}': describe it beside the others.")))));
        }

        return paths;
    }

    private static JsonObject Schemas(ProviderRegistry providers)
    {
        var schemas = new JsonObject { ["Changes"] = ChangesSchema.Build() };
        foreach (var text in new[] { UpdateSchemas.All, DeadLetterSchemas.All, ActivitySchemas.All, TenantSchemas.All(providers), ServiceSchemas.All })
        {
            foreach (var (name, schema) in Parse(text))
            {
                schemas.Add(name, schema!.DeepClone());
            }
        }

        return schemas;
    }

    private static JsonObject Example(ProblemType type) => new()
    {
        ["summary"] = type.Title,
        ["value"] = JsonNode.Parse(JsonText.Write(writer => writer.WriteProblem(ProblemExamples.Of(type)))),
    };

    private static JsonObject Parse(string json) => JsonNode.Parse(json)!.AsObject();
}
