using System.Net;
using ContactRelay.Functions.Http;

namespace ContactRelay.Functions.OpenApi;

/// <summary>The calls about recent activity, and the console that shows it.</summary>
internal static class ActivityOperations
{
    private const string StatusUrl = "https://relay.example.com/api/tenants/acme/contacts/4711/updates/019ab3c6d2f07a1c8e5d4b3a29181706";

    /// <summary>The calls, by the function's name.</summary>
    public static readonly IReadOnlyDictionary<string, Operation> All = new Dictionary<string, Operation>(StringComparer.Ordinal)
    {
        ["list-activity"] = new(
            "Activity",
            "List what was settled lately",
            "The newest first, for seven days. What one call to the provider settled stays together. No values, and no promise: a row is lost where "
            + "the storage fails as it is written, and none is written while the setting `Activity` is `off`.")
        {
            Parameters = ["activity-since", "activity-limit", "before"],
            Answers =
            [
                new(HttpStatusCode.OK, "A page. Where there are more, `next` is what `before` has to be for them.", Content.Of("Activity", $$"""
                    {
                      "recorded": true,
                      "updates": [ { "updateId": "019ab3c6d2f07a1c8e5d4b3a29181706", "contactId": "4711", "status": "delivered", "statusUrl": "{{StatusUrl}}",
                        "acceptedAt": "2026-01-31T12:00:00.000Z", "settledAt": "2026-01-31T12:00:00.412Z", "milliseconds": 412, "httpStatus": 200, "attemptCount": 1 } ],
                      "next": "1769860800412-019ab3c6d2f07a1c8e5d4b3a29181706"
                    }
                    """)),
            ],
            Problems = [ProblemType.Refused],
        },
        ["summarise-activity"] = new(
            "Activity",
            "Sum up the last minutes",
            "What was accepted, delivered and given up in each minute, how long deliveries took, what waits, and why the tenant is held, if it is.")
        {
            Parameters = ["minutes"],
            Answers =
            [
                new(HttpStatusCode.OK, "The sum, and the first of what waits.", Content.Of("ActivitySummary", """
                    {
                      "tenant": "acme", "recorded": true, "provider": "kulea",
                      "minutes": [ { "at": "2026-01-31T12:00:00.000Z", "accepted": 2, "delivered": 1, "dead": 0, "pending": 1 } ],
                      "settled": { "delivered": 1 }, "p50Milliseconds": 412, "p99Milliseconds": 412,
                      "pending": 1, "pendingContacts": 1, "oldestDue": "2026-01-31T12:00:35.000Z",
                      "waiting": [ { "contactId": "4712", "pending": 1, "updates": [ {
                        "updateId": "019ab3c7000070008000000000000001", "status": "accepted", "acceptedAt": "2026-01-31T12:00:05.000Z",
                        "statusUrl": "https://relay.example.com/api/tenants/acme/contacts/4712/updates/019ab3c7000070008000000000000001",
                        "version": "2026-01-31T12:00:05.000Z", "nextAttemptAt": "2026-01-31T12:00:35.000Z", "fields": [ "/firstName" ],
                        "attemptCount": 1, "attempts": [ { "at": "2026-01-31T12:00:05.000Z", "outcome": "retry later", "httpStatus": 500, "milliseconds": 80 } ] } ] } ],
                      "latest": [ { "updateId": "019ab3c6d2f07a1c8e5d4b3a29181706", "contactId": "4711", "status": "delivered",
                        "statusUrl": "https://relay.example.com/api/tenants/acme/contacts/4711/updates/019ab3c6d2f07a1c8e5d4b3a29181706",
                        "acceptedAt": "2026-01-31T12:00:00.000Z", "settledAt": "2026-01-31T12:00:00.412Z", "milliseconds": 412, "httpStatus": 200, "attemptCount": 1 } ]
                    }
                    """)),
            ],
            Problems = [ProblemType.Refused],
        },
        ["summarise-tenants"] = new(
            "Activity",
            "Sum up the last minutes of all tenants",
            "One call for an overview: the first eight tenants, each as its own summary shows it, but with five waiting contacts at most. "
            + "An instance keeps what it read for two seconds, whoever asks.")
        {
            Parameters = ["minutes"],
            Answers =
            [
                new(HttpStatusCode.OK, "The sums, in the order of the tenants' ids.", Content.Of("TenantsActivity", """
                    {
                      "tenants": [ { "tenant": "acme", "recorded": true, "provider": "kulea",
                        "minutes": [ { "at": "2026-01-31T12:00:00.000Z", "accepted": 0, "delivered": 0, "dead": 0, "pending": 0 } ],
                        "settled": {}, "pending": 0, "pendingContacts": 0, "waiting": [], "latest": [] } ],
                      "total": 1
                    }
                    """)),
            ],
            Problems = [ProblemType.Refused],
        },
        ["console"] = new("Console", "Open the console", "A page for people. It asks for a key, keeps it in its memory alone, and makes the other calls with it.")
        {
            Answers = [new(HttpStatusCode.OK, "The page.", new("text/html", "Text", ("page", "\"<!doctype html>\"")))],
        },
        ["console-file"] = new("Console", "Get a file of the console", "What the page is made of.")
        {
            Answers =
            [
                new(HttpStatusCode.OK, "The file.", new("text/javascript", "Text", ("script", "\"import './api.js';\"")))
                {
                    Others =
                    [
                        new("text/html", "Text", ("page", "\"<!doctype html>\"")),
                        new("text/css", "Text", ("style", "\"body { margin: 0 }\"")),
                        new("image/svg+xml", "Text", ("icon", "\"<svg/>\"")),
                    ],
                },
            ],
            Problems = [ProblemType.NotFound],
        },
        ["console-setup"] = new("Console", "See what the console offers", "On a developer's machine the tenants to try things with, and else nothing.")
        {
            Answers = [new(HttpStatusCode.OK, "What it offers.", Content.Of("ConsoleSetup", """{ "version": "0.1.0", "demos": [] }"""))],
        },
    };
}
