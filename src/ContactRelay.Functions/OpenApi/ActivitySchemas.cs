namespace ContactRelay.Functions.OpenApi;

/// <summary>The schemas of recent activity, of the list of tenants and of the console: what is looked at.</summary>
internal static class ActivitySchemas
{
    /// <summary>The schemas, by name.</summary>
    public const string All =
        """
        {
          "Text": { "type": "string" },
          "Activity": {
            "type": "object", "required": [ "recorded", "updates" ],
            "properties": {
              "recorded": { "type": "boolean", "description": "Whether rows are written at all: see the setting `Activity`." },
              "updates": { "type": "array", "items": { "$ref": "#/components/schemas/SettledActivity" } },
              "next": { "type": "string" }
            }
          },
          "SettledActivity": {
            "type": "object", "required": [ "updateId", "contactId", "status", "statusUrl", "acceptedAt", "settledAt", "milliseconds", "attemptCount" ],
            "properties": {
              "updateId": { "$ref": "#/components/schemas/UpdateId" },
              "contactId": { "type": "string" },
              "status": { "$ref": "#/components/schemas/Status" },
              "statusUrl": { "type": "string", "format": "uri" },
              "acceptedAt": { "$ref": "#/components/schemas/Time" },
              "settledAt": { "$ref": "#/components/schemas/Time" },
              "milliseconds": { "type": "integer", "description": "From when it could be delivered until it was settled." },
              "httpStatus": { "type": "integer" },
              "attemptCount": { "type": "integer" }
            }
          },
          "Tenants": {
            "type": "object", "required": [ "tenants" ],
            "properties": {
              "tenants": {
                "type": "array",
                "items": {
                  "type": "object", "required": [ "id" ],
                  "properties": { "id": { "type": "string" }, "hold": { "$ref": "#/components/schemas/Hold" } }
                }
              }
            }
          },
          "ActivitySummary": {
            "type": "object", "required": [ "tenant", "recorded", "provider", "minutes", "settled", "pending", "pendingContacts", "waiting", "latest" ],
            "properties": {
              "tenant": { "type": "string" },
              "recorded": { "type": "boolean" },
              "provider": { "type": "string" },
              "minutes": {
                "type": "array", "description": "Oldest first.",
                "items": {
                  "type": "object", "required": [ "at", "accepted", "delivered", "dead" ],
                  "properties": {
                    "at": { "$ref": "#/components/schemas/Time" },
                    "accepted": { "type": "integer", "description": "As far as they are settled, or wait in a mailbox that was read: see `atLeast`." },
                    "delivered": { "type": "integer" },
                    "dead": { "type": "integer", "description": "Rejected or expired." },
                    "pending": { "type": "integer", "description": "At its end; absent if that cannot be told. The last minute always has it." }
                  }
                }
              },
              "settled": { "type": "object", "propertyNames": { "$ref": "#/components/schemas/Status" }, "additionalProperties": { "type": "integer" } },
              "p50Milliseconds": { "type": "integer", "description": "Half of what was delivered took no longer." },
              "p99Milliseconds": { "type": "integer" },
              "cutShort": { "const": true, "description": "There was more than is summed up: the oldest are left out." },
              "partial": { "const": true, "description": "Some figures are a part of what there is: `atLeast` names them." },
              "atLeast": {
                "type": "array", "items": { "enum": [ "accepted", "settled", "pending" ] },
                "description": "What these figures say is the least that there is: `accepted` of each minute; `settled` with `delivered` and `dead`; `pending` with `pendingContacts`."
              },
              "pending": { "type": "integer" },
              "pendingContacts": { "type": "integer" },
              "oldestDue": { "$ref": "#/components/schemas/Time" },
              "hold": { "$ref": "#/components/schemas/Hold" },
              "latest": { "type": "array", "description": "The newest of what was settled in these minutes.", "items": { "$ref": "#/components/schemas/SettledActivity" } },
              "waiting": {
                "type": "array", "description": "The first contacts of whom something is pending, the longest due first.",
                "items": {
                  "type": "object", "required": [ "contactId", "pending", "updates" ],
                  "properties": {
                    "contactId": { "type": "string" },
                    "pending": { "type": "integer" },
                    "updates": { "type": "array", "items": { "$ref": "#/components/schemas/UpdateStatus" } }
                  }
                }
              }
            }
          },
          "TenantsActivity": {
            "type": "object", "required": [ "tenants", "total" ],
            "properties": {
              "tenants": { "type": "array", "items": { "$ref": "#/components/schemas/ActivitySummary" } },
              "total": { "type": "integer", "description": "How many tenants there are." },
              "partial": { "const": true, "description": "There are more tenants than are summed up." }
            }
          },
          "ConsoleSetup": {
            "type": "object", "required": [ "version", "demos" ],
            "properties": {
              "version": { "type": "string" },
              "adminKey": { "type": "string" },
              "demos": {
                "type": "array",
                "items": {
                  "type": "object", "required": [ "tenant", "key", "provider", "contactId", "changes" ],
                  "properties": {
                    "tenant": { "type": "string" },
                    "key": { "type": "string" },
                    "provider": { "type": "string" },
                    "contactId": { "type": "string" },
                    "changes": { "$ref": "#/components/schemas/Changes" }
                  }
                }
              }
            }
          }
        }
        """;
}
