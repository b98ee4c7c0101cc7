using System.Net;
using ContactRelay.Functions.Http;

namespace ContactRelay.Functions.OpenApi;

/// <summary>The calls that senders of webhooks make.</summary>
internal static class HookOperations
{
    private const string Body = """{ "id": "lead-7", "contact": "4712", "name": "Dorothy" }""";

    private static readonly Operation Receive = new(
        "Webhooks",
        "Take a webhook",
        "The body is whatever the sender sends: JSON or a form, up to 256 KiB. The tenant's document says how the sender is known, by a signature "
        + "or by a caller's key, and what its bodies mean. With `dryRun=true`, and the master key, nothing is sent or stored and no signature "
        + "is asked for; what the call would refuse is refused alike, with what the body becomes beside the errors.")
    {
        Parameters = ["dryRun"],
        Bodies = [new(Content.Json, "HookBody", ("example", Body)), new("application/x-www-form-urlencoded", "HookForm", ("example", Body)), new("multipart/form-data", "HookForm", ("example", Body))],
        Keys = ["", "callerKey", "masterKey"],
        Answers =
        [
            new(HttpStatusCode.OK, "There was nothing to do; or a dry run: what the body becomes.", new(
                Content.Json,
                "HookAnswer",
                ("nothing", """{ "status": "nothing to do" }"""),
                ("dryRun", """
                    {
                      "updates": [ {
                        "status": "ok", "eventId": "lead-7", "contactId": "4712", "patch": { "firstName": "Dorothy" }, "notFound": [],
                        "request": {
                          "method": "POST", "url": "https://acme.prod.kulea.marketing:8089/rest/api/users/4712",
                          "headers": { "Authorization": "Bearer ***", "Content-Type": "application/json" }, "body": "{\"forename\":\"Dorothy\"}",
                          "note": "Nothing was sent or stored." } } ],
                      "note": "Nothing was sent or stored, and no signature was asked for."
                    }
                    """))),
            UpdateOperations.Stored with
            {
                Description = "It is stored, or was before. Where the body holds several events: what came of each.",
                Content = UpdateOperations.Stored.Content! with
                {
                    Schema = "HookAnswer",
                    Examples = [.. UpdateOperations.Stored.Content.Examples, ("several", """{ "results": [ { "status": "nothing to do" } ] }""")],
                },
            },
        ],
        OtherAnswers =
        [
            new(HttpStatusCode.UnprocessableEntity, "", Content.Of(
                "HookResults", """{ "results": [ { "status": "refused", "errors": [ { "pointer": "/contactId", "detail": "The contact id is empty." } ] } ] }""")),
            new(HttpStatusCode.ServiceUnavailable, "", Content.Of("HookResults", """{ "results": [ { "status": "not now" } ] }""")),
        ],
        Problems =
        [
            ProblemType.BadBody, ProblemType.Unauthorized, ProblemType.NotFound, ProblemType.Refused, ProblemType.KeyReused, ProblemType.MailboxFull,
            ProblemType.Busy, ProblemType.SecretUnreadable,
        ],
    };

    /// <summary>The calls, by the function's name.</summary>
    public static readonly IReadOnlyDictionary<string, Operation> All = new Dictionary<string, Operation>(StringComparer.Ordinal)
    {
        ["receive-hook"] = Receive,
        ["receive-hook-with-key"] = Receive with
        {
            Summary = "Take a webhook whose sender can only call a URL",
            Description = "For hooks of the scheme `path`, whose secret is the last segment of the URL; otherwise as without it.",
            Keys = ["", "masterKey"],
        },
    };
}
