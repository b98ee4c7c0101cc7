using ContactRelay.Functions.Http;
using ContactRelay.Mailboxes;

namespace ContactRelay.Functions.OpenApi;

/// <summary>The schemas of what the service says of itself, and of problems.</summary>
internal static class ServiceSchemas
{
    /// <summary>The schemas, by name.</summary>
    public static string All =>
        $$"""
        {
          "ProblemUri": { "enum": {{SchemaText.Words(ProblemType.All.Select(type => type.Uri))}}, "description": "Relative to the host that answered. The URI shows what it means." },
          "Problem": {
            "type": "object", "required": [ "type", "title", "status", "detail" ], "description": "An error (RFC 9457).",
            "properties": {
              "type": { "$ref": "#/components/schemas/ProblemUri" },
              "title": { "type": "string" },
              "status": { "type": "integer" },
              "detail": { "type": "string" },
              "errors": { "$ref": "#/components/schemas/Errors" },
              "updates": { "type": "array", "items": { "$ref": "#/components/schemas/HookMapping" }, "description": "Of a webhook's dry run: what the body becomes." },
              "note": { "type": "string" }
            }
          },
          "Errors": {
            "type": "array",
            "items": {
              "type": "object", "required": [ "pointer", "detail" ],
              "properties": {
                "pointer": { "type": "string", "format": "json-pointer", "description": "To what is wrong; a query's parameter is named like a property." },
                "detail": { "type": "string" }
              }
            }
          },
          "ProblemTypes": { "type": "array", "items": { "$ref": "#/components/schemas/ProblemType" } },
          "ProblemType": {
            "type": "object", "required": [ "type", "status", "title", "meaning" ],
            "properties": {
              "type": { "$ref": "#/components/schemas/ProblemUri" },
              "status": { "type": "integer" },
              "title": { "type": "string" },
              "meaning": { "type": "string" }
            }
          },
          "Providers": { "type": "array", "items": { "$ref": "#/components/schemas/Provider" } },
          "Provider": {
            "type": "object", "required": [ "name", "title", "fields" ],
            "properties": {
              "name": { "type": "string" },
              "title": { "type": "string" },
              "aliases": { "type": "array", "items": { "type": "string" } },
              "defaultBaseUrl": { "type": "string", "format": "uri" },
              "settings": { "type": "array", "items": { "type": "string" } },
              "requiredSettings": { "type": "array", "items": { "type": "string" } },
              "fields": { "$ref": "#/components/schemas/Pointers" }
            }
          },
          "Health": {
            "type": "object", "required": [ "status", "version" ],
            "properties": {
              "status": { "const": "ok" },
              "version": { "type": "string" },
              "queues": { "type": "object", "description": "About how many messages each queue holds.", "additionalProperties": { "type": "integer" } },
              "oldestDue": { "$ref": "#/components/schemas/Time" },
              "deadLetters": { "type": "integer" },
              "partial": { "const": true, "description": "There was more than is read at once: there are at least so many dead letters, and something may be due for longer." },
              "holds": { "type": "object", "additionalProperties": { "$ref": "#/components/schemas/Hold" } }
            }
          },
          "Reconciliation": {
            "type": "object", "required": [ "mailboxes", "wakeUpsSent", "ledger", "unbalanced" ],
            "properties": {
              "mailboxes": { "type": "integer" },
              "wakeUpsSent": { "type": "integer" },
              "unreadable": { "type": "integer", "description": "Mailboxes whose rows cannot be read, and count as empty: repair them, or erase the contacts." },
              "ledger": {
                "type": "object", "required": [ "accepted", "pending", "difference" ],
                "properties": { "pending": { "type": "integer" }, "difference": { "type": "integer", "description": "Anything but 0 is a defect." }, {{SchemaText.Integers(Enum.GetValues<UpdateStatus>().Select(status => status.Word()))}} }
              },
              "unbalanced": {
                "type": "array",
                "items": {
                  "type": "object", "required": [ "contactId", "difference" ],
                  "properties": { "contactId": { "type": "string" }, "difference": { "type": "integer" } }
                }
              },
              "next": { "type": "string" }
            }
          },
          "OpenApi": {
            "type": "object", "additionalProperties": true, "required": [ "openapi", "info", "paths" ],
            "properties": { "openapi": { "type": "string" }, "info": { "type": "object", "additionalProperties": true }, "paths": { "type": "object", "additionalProperties": true } }
          }
        }
        """;
}
