using System.Net;
using ContactRelay.Functions.Http;

namespace ContactRelay.Functions.OpenApi;

/// <summary>The calls of whoever runs ContactRelay.</summary>
internal static class TenantOperations
{
    private const string Document =
        """
        {
          "id": "acme", "provider": "kulea", "baseUrl": "https://acme.prod.kulea.marketing:8089", "apiKeySecret": "acme-kulea",
          "fieldMap": { "company": "company name", "fields.leadScore": "lead score" },
          "limits": { "requestsPerSecond": 5, "concurrency": 4, "maxAge": "3.00:00:00" }
        }
        """;

    /// <summary>The calls, by the function's name.</summary>
    public static readonly IReadOnlyDictionary<string, Operation> All = new Dictionary<string, Operation>(StringComparer.Ordinal)
    {
        ["list-tenants"] = new("Tenants", "List the tenants", "Their ids, and why the deliveries of some are held.")
        {
            Answers =
            [
                new(HttpStatusCode.OK, "The tenants.", Content.Of("Tenants", """
                    { "tenants": [ { "id": "acme" }, { "id": "umbrella", "hold": { "reason": "throttled",
                      "words": "The provider asks to wait, and is not called before then: 429", "since": "2026-01-31T12:00:05.000Z", "until": "2026-01-31T12:00:35.000Z" } } ] }
                    """)),
            ],
        },
        ["read-tenant"] = new("Tenants", "See a tenant", "The document as it was stored, and in `hold` why its deliveries are held, if they are.")
        {
            Answers = [new(HttpStatusCode.OK, "The document.", Content.Of("Tenant", Document))],
        },
        ["put-tenant"] = new(
            "Tenants",
            "Store a tenant",
            "Stores the document in the place of the one before, and lifts the tenant's hold, as `resume` does. A document without `callers` keeps those that there are.")
        {
            Bodies = [Content.Of("Tenant", Document)],
            Answers =
            [
                new(HttpStatusCode.OK, "It is stored in the place of another.", Content.Of("Tenant", Document)),
                new(HttpStatusCode.Created, "It is stored, and new.", Content.Of("Tenant", Document)),
            ],
            Problems = [ProblemType.NotJson, ProblemType.BeingErased, ProblemType.Refused],
        },
        ["delete-tenant"] = new("Tenants", "Delete a tenant", "Its callers' keys are refused and its pending updates are not delivered from then on, within half a minute on every instance. All that is stored of it is erased; until that is done, a few minutes later, its id cannot be used again.")
        {
            Answers = [new(HttpStatusCode.NoContent, "It is deleted.")],
        },
        ["add-caller"] = new(
            "Tenants",
            "Make a caller's key",
            "The key is shown once; only its hash is stored. `access: write` limits it to sending updates, `hook` to one webhook.")
        {
            Bodies = [new(Content.Json, "NewCaller", ("website", """{ "name": "website" }"""), ("writeOnly", """{ "name": "import", "access": "write" }"""))],
            Answers =
            [
                new(HttpStatusCode.Created, "The caller, with its key.", Content.Of("Caller", """
                    { "name": "website", "key": "x9f0Y4Z1c7mX2gq0k3v1p8s5t6u7w8y9z0A1B2C3D4E",
                      "note": "This is the one time that the key is shown: only its hash is stored." }
                    """)),
            ],
            Problems = [ProblemType.Refused],
        },
        ["resume-tenant"] = new("Tenants", "Lift a tenant's hold", "What was held is sent at once, as fast as the tenant's limits allow: fifty updates a second if it has none, the first 2,000 contacts; the others within five minutes.")
        {
            Answers = [new(HttpStatusCode.NoContent, "The tenant is not held.")],
        },
        ["reconcile-tenant"] = new(
            "Tenants",
            "Check a tenant's books",
            "Counts what became of all updates, names contacts whose numbers do not add up, and sends a wake-up for whatever is pending.")
        {
            Parameters = ["after"],
            Answers =
            [
                new(HttpStatusCode.OK, "The numbers so far. Where there are more contacts, `next` is what `after` has to be for them.", Content.Of("Reconciliation", """
                    {
                      "mailboxes": 2, "wakeUpsSent": 1, "unreadable": 0,
                      "ledger": { "accepted": 5, "pending": 1, "delivered": 3, "superseded": 1, "ignored": 0, "rejected": 0, "expired": 0,
                                  "cancelled": 0, "discarded": 0, "difference": 0 },
                      "unbalanced": []
                    }
                    """)),
            ],
        },
    };
}
