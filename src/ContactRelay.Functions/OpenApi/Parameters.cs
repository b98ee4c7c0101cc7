namespace ContactRelay.Functions.OpenApi;

/// <summary>The parameters of the API's calls, by name; those of a path are named as in the functions' routes.</summary>
internal static class Parameters
{
    /// <summary>The parameters, as OpenAPI has them.</summary>
    public const string All =
        """
        {
          "tenant": { "name": "tenant", "in": "path", "required": true, "description": "The tenant's id.",
            "schema": { "type": "string", "pattern": "^[a-z0-9-]{1,63}$" }, "example": "acme" },
          "contactId": { "name": "contactId", "in": "path", "required": true, "description": "The contact's id at the provider, percent-encoded: any text of up to 256 bytes. One that holds `/`, `\\` or `%`, or begins with `~` or `match:`, is written as `~` and the base64url of its UTF-8 bytes, as each status URL has it: `~YS9i` for `a/b`.",
            "schema": { "type": "string", "minLength": 1, "maxLength": 343 }, "example": "4711" },
          "updateId": { "name": "updateId", "in": "path", "required": true, "description": "The update's id, from the answer to the call that sent it.",
            "schema": { "type": "string" }, "example": "019ab3c6d2f07a1c8e5d4b3a29181706" },
          "hook": { "name": "hook", "in": "path", "required": true, "description": "The name of one of the tenant's hooks.",
            "schema": { "type": "string", "pattern": "^[a-z0-9-]{1,63}$" }, "example": "landing-page" },
          "key": { "name": "key", "in": "path", "required": true, "description": "The hook's secret.",
            "schema": { "type": "string", "pattern": "^[A-Za-z0-9_-]+$" }, "example": "a-long-secret-of-its-own" },
          "name": { "name": "name", "in": "path", "required": true, "description": "The last segment of a problem's type.",
            "schema": { "type": "string" }, "example": "refused" },
          "occurredAt": { "name": "occurredAt", "in": "query", "description": "When the values are from, at most 30 days ago; without it, now. Of two values for a field the one from later counts.",
            "schema": { "type": "string", "format": "date-time" } },
          "deliverAt": { "name": "deliverAt", "in": "query", "description": "Not before this time, which is at most a year ahead.",
            "schema": { "type": "string", "format": "date-time" } },
          "dryRun": { "name": "dryRun", "in": "query", "description": "Whether only to show what would be sent.",
            "schema": { "type": "boolean", "default": false } },
          "detail": { "name": "detail", "in": "query", "description": "Whether to tell all, which takes the master key.",
            "schema": { "type": "boolean", "default": false } },
          "Idempotency-Key": { "name": "Idempotency-Key", "in": "header", "description": "With the same key the same update of a contact is one update, however often it is sent.",
            "schema": { "type": "string", "minLength": 1, "maxLength": 255 }, "example": "order-1027-shipped" },
          "kind": { "name": "kind", "in": "query", "description": "Only letters of this kind.",
            "schema": { "$ref": "#/components/schemas/DeadLetterKind" } },
          "reason": { "name": "reason", "in": "query", "description": "Only letters whose reason holds this text.",
            "schema": { "type": "string" } },
          "contactId-query": { "name": "contactId", "in": "query", "description": "Only letters of this contact.",
            "schema": { "type": "string" } },
          "since": { "name": "since", "in": "query", "description": "Only letters from this time on.",
            "schema": { "type": "string", "format": "date-time" } },
          "until": { "name": "until", "in": "query", "description": "Only letters from before this time.",
            "schema": { "type": "string", "format": "date-time" } },
          "limit": { "name": "limit", "in": "query", "description": "How many letters a page has.",
            "schema": { "type": "integer", "minimum": 1, "maximum": 500, "default": 50 } },
          "values": { "name": "values", "in": "query", "description": "Whether to show the values, as long as they are kept: while it waits, and as a dead letter.",
            "schema": { "type": "boolean", "default": false } },
          "activity-since": { "name": "since", "in": "query", "description": "Only what was settled from this time on.",
            "schema": { "type": "string", "format": "date-time" } },
          "activity-limit": { "name": "limit", "in": "query", "description": "How many calls to the provider a page has; each may have settled several updates.",
            "schema": { "type": "integer", "minimum": 1, "maximum": 200, "default": 50 } },
          "before": { "name": "before", "in": "query", "description": "What the last page said as `next`.",
            "schema": { "type": "string" } },
          "minutes": { "name": "minutes", "in": "query", "description": "How many minutes, the present one among them.",
            "schema": { "type": "integer", "minimum": 1, "maximum": 1440, "default": 60 } },
          "file": { "name": "file", "in": "path", "required": true, "description": "The file's name.",
            "schema": { "type": "string" }, "example": "console.js" },
          "after": { "name": "after", "in": "query", "description": "What the last page said as `next`.",
            "schema": { "type": "string" } }
        }
        """;

    /// <summary>The headers of answers, as OpenAPI has them.</summary>
    public const string Headers =
        """
        {
          "Location": { "description": "Where the update's status is found.", "schema": { "type": "string", "format": "uri" } },
          "Idempotent-Replayed": { "description": "`true` where the same update had been accepted before.", "schema": { "const": "true" } },
          "Retry-After": { "description": "In how many seconds to send it again.", "schema": { "type": "integer" } },
          "WWW-Authenticate": { "description": "How to bring a key.", "schema": { "const": "Bearer" } }
        }
        """;
}
