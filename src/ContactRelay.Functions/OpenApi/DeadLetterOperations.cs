using System.Net;
using ContactRelay.Functions.Http;

namespace ContactRelay.Functions.OpenApi;

/// <summary>The calls about what was not delivered.</summary>
internal static class DeadLetterOperations
{
    private const string Head =
        """
        "id": "019ab3c6d2f07a1c8e5d4b3a29181706", "contactId": "4711",
        "statusUrl": "https://relay.example.com/api/tenants/acme/contacts/4711/updates/019ab3c6d2f07a1c8e5d4b3a29181706"
        """;

    /// <summary>The calls, by the function's name.</summary>
    public static readonly IReadOnlyDictionary<string, Operation> All = new Dictionary<string, Operation>(StringComparer.Ordinal)
    {
        ["list-dead-letters"] = new(
            "Dead letters",
            "List what was not delivered",
            "Updates that the provider refused for good or that could not be delivered in time, and messages that were no updates. In the order of their ids.")
        {
            Parameters = ["kind", "reason", "contactId-query", "since", "until", "values", "limit", "after"],
            Answers =
            [
                new(HttpStatusCode.OK, "A page. Where there are more, `next` is what `after` has to be for them.", Content.Of("DeadLetters", $$"""
                    {
                      "deadLetters": [
                        { {{Head}}, "kind": "rejected", "reason": "The provider answered 400: the name is too long", "at": "2026-01-31T12:00:00.412Z",
                          "acceptedAt": "2026-01-31T12:00:00.000Z", "version": "2026-01-31T12:00:00.000Z", "fields": [ "/firstName" ], "attemptCount": 1 },
                        { "id": "5b0d2c3e-7a41-4f8e-9c6f-2f6a1f0d9a55", "kind": "invalid", "reason": "/contactId: Is missing: the message must name its contactId.",
                          "at": "2026-01-31T11:00:00.000Z", "message": "{\"tenant\":\"(String)\",\"changes\":\"(Null)\"}" }
                      ],
                      "next": "5b0d2c3e-7a41-4f8e-9c6f-2f6a1f0d9a55"
                    }
                    """)),
            ],
            Problems = [ProblemType.Refused],
        },
        ["redrive-dead-letters"] = new(
            "Dead letters",
            "Send dead letters again",
            "Name them by their `ids`, or by `since`, `until`, `kind` and `contactId`: up to 500 at a time. A redriven update keeps its id and the age "
            + "of its values, so that nothing newer is overwritten. A message that was never an update is read again, as it is or as `message` corrects it. "
            + "With `preview` nothing is done, and the answer shows the requests.")
        {
            Bodies =
            [
                new(
                    Content.Json,
                    "DeadLetterChoice",
                    ("byId", """{ "ids": [ "019ab3c6d2f07a1c8e5d4b3a29181706" ] }"""),
                    ("preview", """{ "kind": "rejected", "since": "2026-01-31T00:00:00Z", "preview": true }"""),
                    ("corrected", """
                        { "ids": [ "5b0d2c3e-7a41-4f8e-9c6f-2f6a1f0d9a55" ], "message": { "tenant": "acme", "contactId": "4711", "changes": { "firstName": "Ada" } } }
                        """)),
            ],
            Answers =
            [
                new(HttpStatusCode.OK, "What came of each; or, for a preview, what would be sent.", new(
                    Content.Json,
                    "DeadLetterAnswer",
                    ("done", Outcomes("redriven")),
                    ("preview", $$"""
                        {
                          "matched": 1, "contacts": 1,
                          "results": [ { {{Head}}, "request": {
                            "method": "POST", "url": "https://acme.prod.kulea.marketing:8089/rest/api/users/4711",
                            "headers": { "Authorization": "Bearer ***", "Content-Type": "application/json" }, "body": "{\"forename\":\"Ada\"}",
                            "note": "Nothing was sent or stored." } } ]
                        }
                        """))),
            ],
            Problems = [ProblemType.Refused],
        },
        ["discard-dead-letters"] = new(
            "Dead letters",
            "Give dead letters up",
            "Chosen as for a redrive. Their values are deleted, their updates end as `discarded`, and the reason is kept.")
        {
            Bodies = [Content.Of("DeadLetterDiscard", """{ "ids": [ "019ab3c6d2f07a1c8e5d4b3a29181706" ], "reason": "The contact asked us to stop." }""")],
            Answers = [new(HttpStatusCode.OK, "What came of each; or, for a preview, what would be given up.", Content.Of("DeadLetterAnswer", Outcomes("discarded")))],
            Problems = [ProblemType.Refused],
        },
    };

    private static string Outcomes(string outcome) => $$"""
        {
          "matched": 1, "redriven": {{(outcome == "redriven" ? 1 : 0)}}, "superseded": 0, "discarded": {{(outcome == "discarded" ? 1 : 0)}},
          "gone": 0, "pending": 0, "noUpdate": 0, "full": 0, "refused": 0, "unreadable": 0,
          "results": [ { {{Head}}, "outcome": "{{outcome}}" } ]
        }
        """;
}
