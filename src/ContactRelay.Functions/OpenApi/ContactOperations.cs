using System.Net;
using ContactRelay.Functions.Http;

namespace ContactRelay.Functions.OpenApi;

/// <summary>The calls that show and undo what is known of a contact.</summary>
internal static class ContactOperations
{
    private const string StatusUrl = "https://relay.example.com/api/tenants/acme/contacts/4711/updates/019ab3c6d2f07a1c8e5d4b3a29181706";

    /// <summary>The calls, by the function's name.</summary>
    public static readonly IReadOnlyDictionary<string, Operation> All = new Dictionary<string, Operation>(StringComparer.Ordinal)
    {
        ["read-update"] = new(
            "Contacts",
            "See what became of an update",
            "Its status, its attempts, and, while it waits, when it is tried next. Names of fields; with `values=true` their values too, "
            + "as long as they are kept: of what was delivered they are gone.")
        {
            Parameters = ["values"],
            Answers =
            [
                new(HttpStatusCode.OK, "The update.", new(
                    Content.Json,
                    "UpdateStatus",
                    ("delivered", $$"""
                        {
                          "updateId": "019ab3c6d2f07a1c8e5d4b3a29181706", "status": "delivered", "statusUrl": "{{StatusUrl}}",
                          "acceptedAt": "2026-01-31T12:00:00.000Z", "settledAt": "2026-01-31T12:00:00.412Z", "version": "2026-01-31T12:00:00.000Z",
                          "httpStatus": 200, "fields": [ "/firstName", "/lastName" ],
                          "attemptCount": 1, "attempts": [ { "at": "2026-01-31T12:00:00.120Z", "outcome": "delivered", "httpStatus": 200, "milliseconds": 290 } ]
                        }
                        """),
                    ("waiting", $$"""
                        {
                          "updateId": "019ab3c6d2f07a1c8e5d4b3a29181706", "status": "accepted", "statusUrl": "{{StatusUrl}}",
                          "acceptedAt": "2026-01-31T12:00:00.000Z", "version": "2026-01-31T12:00:00.000Z", "nextAttemptAt": "2026-01-31T12:00:35.000Z",
                          "hold": { "reason": "throttled", "words": "The provider asks to wait, and is not called before then: 429",
                                    "since": "2026-01-31T12:00:05.000Z", "until": "2026-01-31T12:00:35.000Z" },
                          "fields": [ "/firstName" ],
                          "attemptCount": 1, "attempts": [ { "at": "2026-01-31T12:00:05.000Z", "outcome": "throttled", "httpStatus": 429, "milliseconds": 80 } ]
                        }
                        """))),
            ],
            Problems = [ProblemType.NotFound],
        },
        ["cancel-update"] = new(
            "Contacts",
            "Take an update back",
            "Cancels an update that has not been started; what the provider may have applied cannot be taken back. Doing it twice changes nothing.")
        {
            Answers =
            [
                new(HttpStatusCode.OK, "The update, cancelled.", Content.Of("UpdateStatus", $$"""
                    {
                      "updateId": "019ab3c6d2f07a1c8e5d4b3a29181706", "status": "cancelled", "statusUrl": "{{StatusUrl}}",
                      "acceptedAt": "2026-01-31T12:00:00.000Z", "settledAt": "2026-01-31T12:30:00.000Z", "version": "2026-02-01T00:00:00.000Z",
                      "deliverAt": "2026-02-01T00:00:00.000Z", "reason": "It was cancelled before it was started.",
                      "fields": [ "/firstName" ], "attemptCount": 0, "attempts": []
                    }
                    """)),
            ],
            Problems = [ProblemType.NotFound, ProblemType.TooLate],
        },
        ["read-mailbox"] = new(
            "Contacts",
            "See a contact's mailbox",
            "How many updates of the contact were accepted, how many wait, and what became of the rest. No values: ContactRelay is no copy of the CRM.")
        {
            Answers =
            [
                new(HttpStatusCode.OK, "The mailbox in short.", Content.Of("Mailbox", $$"""
                    {
                      "tenant": "acme", "contactId": "4711", "accepted": 2, "pending": 1, "settled": { "delivered": 1 }, "dueAt": "2026-01-31T12:05:00.000Z",
                      "pendingUpdates": [ { "updateId": "019ab3c7000070008000000000000001", "status": "accepted",
                        "statusUrl": "https://relay.example.com/api/tenants/acme/contacts/4711/updates/019ab3c7000070008000000000000001", "acceptedAt": "2026-01-31T12:05:00.000Z" } ],
                      "settledUpdates": [ { "updateId": "019ab3c6d2f07a1c8e5d4b3a29181706", "status": "delivered", "statusUrl": "{{StatusUrl}}", "acceptedAt": "2026-01-31T12:00:00.000Z" } ]
                    }
                    """)),
            ],
            Problems = [ProblemType.NotFound],
        },
        ["erase-contact"] = new(
            "Contacts",
            "Erase a contact",
            "Erases all that is stored of the contact: pending updates, the record of settled ones, dead letters. Nothing at the provider is changed, "
            + "and updates with values from before it are refused.")
        {
            Answers = [new(HttpStatusCode.NoContent, "Nothing is stored of the contact any more.")],
            Problems = [ProblemType.NotFound],
        },
    };
}
