using System.Net;
using System.Text;
using System.Text.Json;
using ContactRelay.Contacts;
using ContactRelay.Functions.Http;
using ContactRelay.Providers;

namespace ContactRelay.Functions.OpenApi;

/// <summary>The calls about the service itself.</summary>
internal static class ServiceOperations
{
    /// <summary>The calls, by the function's name.</summary>
    public static IReadOnlyDictionary<string, Operation> All(ProviderRegistry providers) => new Dictionary<string, Operation>(StringComparer.Ordinal)
    {
        ["list-providers"] = new("Service", "List the providers", "What a tenant of each needs, and the fields that each has a place for.")
        {
            Answers = [new(HttpStatusCode.OK, "The providers.", Content.Of("Providers", Json(writer => ServiceViews.WriteProviders(writer, providers.All))))],
        },
        ["list-problems"] = new("Service", "List the kinds of problems", "Every `type` of a problem that the API answers, with what it means and what to do.")
        {
            Answers = [new(HttpStatusCode.OK, "The kinds of problems.", Content.Of("ProblemTypes", Json(writer => ServiceViews.WriteProblems(writer, ProblemType.All))))],
        },
        ["explain-problem"] = new("Service", "Explain a kind of problem", "A problem's `type` is the path of this call.")
        {
            Answers = [new(HttpStatusCode.OK, "What it means.", Content.Of("ProblemType", Json(writer => ServiceViews.WriteProblem(writer, ProblemType.Refused))))],
            Problems = [ProblemType.NotFound],
        },
        ["health"] = new(
            "Service",
            "See whether the service runs",
            "200 where it runs and reaches its storage. With `detail=true`, and the master key, also what waits and which tenants are held.")
        {
            Parameters = ["detail"],
            Keys = ["", "masterKey"],
            Answers =
            [
                new(HttpStatusCode.OK, "It runs.", new(
                    Content.Json,
                    "Health",
                    ("short", """{ "status": "ok", "version": "0.1.0" }"""),
                    ("detail", """
                        {
                          "status": "ok", "version": "0.1.0", "queues": { "contact-updates": 3, "contact-updates-poison": 0 },
                          "oldestDue": "2026-01-31T12:00:00.000Z", "deadLetters": 1,
                          "holds": { "acme": { "reason": "unauthorized", "words": "The provider refuses the tenant's key: 401",
                                               "since": "2026-01-31T11:00:00.000Z", "until": "2026-01-31T12:01:00.000Z" } }
                        }
                        """))),
            ],
            Problems = [ProblemType.Unauthorized],
        },
        ["openapi"] = new("Service", "Get this document", "It is the same for everybody, and changes with the version of ContactRelay only.")
        {
            Answers = [new(HttpStatusCode.OK, "This document.", Content.Of("OpenApi", """{ "openapi": "3.1.1", "info": { "title": "ContactRelay", "version": "0.1.0" }, "paths": {} }"""))],
        },
    };

    private static string Json(Action<Utf8JsonWriter> write) => Encoding.UTF8.GetString(JsonText.Write(write));
}
