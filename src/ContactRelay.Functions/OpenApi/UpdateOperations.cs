using System.Net;
using ContactRelay.Functions.Http;

namespace ContactRelay.Functions.OpenApi;

/// <summary>The calls that send updates.</summary>
internal static class UpdateOperations
{
    private const string Patch =
        """{ "firstName": "Ada", "lastName": "Lovelace", "subscription": "unsubscribed", "fields": { "leadScore": 42 } }""";

    private const string Accepted =
        """
        {
          "updateId": "019ab3c6d2f07a1c8e5d4b3a29181706", "status": "accepted",
          "statusUrl": "https://relay.example.com/api/tenants/acme/contacts/4711/updates/019ab3c6d2f07a1c8e5d4b3a29181706"
        }
        """;

    /// <summary>What it is answered with when one update was stored.</summary>
    public static readonly Answer Stored = new(
        HttpStatusCode.Accepted,
        "It is stored, or was before, and will be delivered. `Location` is where its status is found.",
        Content.Of("Accepted", Accepted),
        "Location",
        "Idempotent-Replayed");

    /// <summary>The calls, by the function's name.</summary>
    public static readonly IReadOnlyDictionary<string, Operation> All = new Dictionary<string, Operation>(StringComparer.Ordinal)
    {
        ["accept-update"] = new(
            "Updates",
            "Send an update",
            "The body is a JSON merge patch (RFC 7396): a field that is absent is left alone, `null` clears it, anything else sets it. "
            + "`PATCH`, or `POST` for senders that know no other. With `dryRun=true` nothing is sent or stored.")
        {
            Parameters = ["occurredAt", "deliverAt", "dryRun", "Idempotency-Key"],
            Bodies = [new("application/merge-patch+json", "Changes", ("example", Patch)), new(Content.Json, "Changes", ("example", Patch))],
            Answers =
            [
                new(HttpStatusCode.OK, "A dry run: the request that would be sent, the key masked.", Content.Of(
                    "Preview",
                    """
                    {
                      "method": "POST", "url": "https://acme.prod.kulea.marketing:8089/rest/api/users/4711",
                      "headers": { "Authorization": "Bearer ***", "Content-Type": "application/json" },
                      "body": "{\"forename\":\"Ada\"}",
                      "rules": [ "All that is pending for the contact is sent in one call." ],
                      "note": "Nothing was sent or stored."
                    }
                    """)),
                Stored,
            ],
            Problems = [ProblemType.NotJson, ProblemType.KeyReused, ProblemType.MailboxFull, ProblemType.Busy],
        },
        ["accept-batch"] = new(
            "Updates",
            "Send many updates",
            "An array of updates, or NDJSON, which is an update a line: up to 500, and 1 MiB. Each is accepted or refused by itself, and what "
            + "came of each is in the answer, in the same order.")
        {
            Bodies =
            [
                Content.Of(
                    "Updates",
                    """
                    [
                      { "contactId": "4711", "changes": { "firstName": "Ada" }, "idempotencyKey": "import-7-1" },
                      { "contactId": "4712", "changes": { "firstName": "Grace", "lastName": "Hopper" }, "idempotencyKey": "import-7-2" }
                    ]
                    """),
                new(
                    "application/x-ndjson",
                    "UpdateLines",
                    ("example", """ "{\"contactId\":\"4711\",\"changes\":{\"firstName\":\"Ada\"}}\n{\"contactId\":\"4712\",\"changes\":{\"firstName\":\"Grace\"}}\n" """)),
            ],
            Answers =
            [
                new(HttpStatusCode.Accepted, "What came of each. Those that have an `updateId` are stored; those that have a `problem` are not.", Content.Of(
                    "BatchAnswer",
                    $$"""
                    {
                      "accepted": 1, "refused": 1,
                      "results": [
                        {{Accepted}},
                        { "problem": { "type": "/api/problems/refused", "title": "Refused by the rules", "status": 422, "detail": "Must be a string or null.",
                                       "errors": [ { "pointer": "/changes/lastName", "detail": "Must be a string or null." } ] } }
                      ]
                    }
                    """)),
            ],
            Problems = [ProblemType.NotJson, ProblemType.Refused],
        },
    };
}
