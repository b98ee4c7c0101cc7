namespace ContactRelay.Sandbox.Control;

/// <summary>What GET / says.</summary>
internal static class HelpText
{
    public const string Text = $$"""
        ContactRelay's sandbox: stand-ins for the providers, kept in memory.

        Providers and their keys
          kulea            POST|PUT|GET /rest/api/users/{id}      GET /rest/api/users/fields
                           Authorization: {{SandboxKeys.Kulea}}
          bosscart         PUT|GET /api/site/contacts/{id}        GET /api/site/contacts/search-by-email?email=
                           Authorization: Bearer {{SandboxKeys.Bosscart}}
          campaignlark     PUT|GET /v1/contacts/{id}              GET /v1/fields
                           Authorization: Bearer {{SandboxKeys.CampaignLark}}
          everlytic        PUT|GET /api/2.0/contacts/{id}
          everlytic-xmlrpc POST /api/2.0/xmlrpc/                  contacts.UpdateContact
                           Authorization: Basic, {{SandboxKeys.EverlyticUsername}}:{{SandboxKeys.Everlytic}}

        Contacts
          Every id that fits the provider is there. Not there: 404 and whatever begins with "missing".
          Archived (kulea): 410 and whatever begins with "archived". Not valid (campaignlark): whatever begins with "invalid".
          Not there (campaignlark): merge tags that begin with "unknown".

        Control
          PUT    /_faults/{provider}         faults of the next calls, one object or an array to be met in order:
                 {"count":2,"status":503,"retryAfter":"5","delayMs":1000,"reset":true,"drop":true,
                  "applyThenReset":true,"body":"...","contentType":"..."}
                 All are optional; count is 1 unless given. delayMs waits first. Then the first that is set decides:
                 reset aborts the connection; applyThenReset applies the change and aborts; status and body answer
                 that and apply nothing; drop answers as usual and applies nothing.
          GET    /_faults/{provider}         the faults that remain
          DELETE /_faults/{provider}         removes them
          GET    /_contacts/{provider}       the latest 100 contacts
          GET    /_contacts/{provider}/{id}  one contact
          GET    /_requests/{provider}       the last 1,000 requests, oldest first, keys masked
          DELETE /_requests/{provider}       forgets them

        Example
          curl -X PUT {{SandboxExample}} -d '{"count":2,"status":503,"retryAfter":"5"}'

        """;

    private const string SandboxExample = "http://127.0.0.1:7072/_faults/kulea";
}
