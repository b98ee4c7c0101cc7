using System.Text.Json;
using ContactRelay.Delivery.Gates;
using ContactRelay.Mailboxes;

namespace ContactRelay.Functions.OpenApi;

/// <summary>The schemas of what is said of updates and contacts.</summary>
internal static class UpdateSchemas
{
    /// <summary>The schemas, by name.</summary>
    public static string All =>
        $$"""
        {
          "Status": { "enum": {{SchemaText.Words(Enum.GetValues<UpdateStatus>().Select(status => status.Word()))}}, "description": "Where an update stands. Every status but `accepted` is final." },
          "Time": { "type": "string", "format": "date-time" },
          "Pointers": { "type": "array", "items": { "type": "string", "format": "json-pointer" }, "description": "JSON pointers to fields." },
          "UpdateId": { "type": "string", "pattern": "^[0-9a-f]{32}$" },
          "Update": {
            "type": "object", "additionalProperties": false, "required": [ "contactId", "changes" ],
            "properties": {
              "contactId": { "type": "string", "minLength": 1, "maxLength": 256 },
              "changes": { "$ref": "#/components/schemas/Changes" },
              "occurredAt": { "$ref": "#/components/schemas/Time" },
              "deliverAt": { "$ref": "#/components/schemas/Time" },
              "idempotencyKey": { "type": "string", "minLength": 1, "maxLength": 255 }
            }
          },
          "Updates": { "type": "array", "maxItems": 500, "items": { "$ref": "#/components/schemas/Update" } },
          "UpdateLines": { "type": "string", "description": "An `Update` a line." },
          "Accepted": {
            "type": "object", "required": [ "updateId", "status", "statusUrl" ],
            "properties": {
              "updateId": { "$ref": "#/components/schemas/UpdateId" },
              "status": { "$ref": "#/components/schemas/Status" },
              "statusUrl": { "type": "string", "format": "uri" },
              "replayed": { "const": true, "description": "In a batch: the same update had been accepted before." },
              "leftOut": { "$ref": "#/components/schemas/Pointers" },
              "notFound": { "$ref": "#/components/schemas/Pointers", "description": "Of a webhook: the mapped fields that it holds nothing for." }
            }
          },
          "BatchAnswer": {
            "type": "object", "required": [ "accepted", "refused", "results" ],
            "properties": {
              "accepted": { "type": "integer" },
              "refused": { "type": "integer" },
              "results": { "type": "array", "items": { "anyOf": [ { "$ref": "#/components/schemas/Accepted" }, { "$ref": "#/components/schemas/NotAccepted" } ] } }
            }
          },
          "NotAccepted": {
            "type": "object", "required": [ "problem" ],
            "properties": { "problem": { "$ref": "#/components/schemas/Problem" } }
          },
          "Preview": {
            "type": "object", "required": [ "method", "url", "headers", "body", "note" ],
            "properties": {
              "method": { "type": "string" },
              "url": { "type": "string", "format": "uri" },
              "headers": { "type": "object", "additionalProperties": { "type": "string" } },
              "body": { "type": "string" },
              "leftOut": { "$ref": "#/components/schemas/Pointers" },
              "version": { "$ref": "#/components/schemas/Time", "description": "When its values would be from." },
              "rules": { "type": "array", "items": { "type": "string" }, "description": "The rules that decide over the update, in sentences." },
              "note": { "type": "string" }
            }
          },
          "Hold": {
            "type": "object", "required": [ "reason", "words", "since", "until" ], "description": "Why a tenant's deliveries wait.",
            "properties": {
              "reason": { "enum": {{SchemaText.Words(Enum.GetNames<HoldReason>().Select(JsonNamingPolicy.CamelCase.ConvertName))}} },
              "words": { "type": "string" },
              "since": { "$ref": "#/components/schemas/Time" },
              "until": { "$ref": "#/components/schemas/Time" }
            }
          },
          "Attempt": {
            "type": "object", "required": [ "at", "outcome", "milliseconds" ],
            "properties": {
              "at": { "$ref": "#/components/schemas/Time" },
              "outcome": { "type": "string" },
              "httpStatus": { "type": "integer" },
              "milliseconds": { "type": "integer" },
              "reason": { "type": "string" }
            }
          },
          "UpdateStatus": {
            "type": "object", "required": [ "updateId", "status", "statusUrl", "acceptedAt" ],
            "properties": {
              "updateId": { "$ref": "#/components/schemas/UpdateId" },
              "status": { "$ref": "#/components/schemas/Status" },
              "statusUrl": { "type": "string", "format": "uri" },
              "acceptedAt": { "$ref": "#/components/schemas/Time" },
              "settledAt": { "$ref": "#/components/schemas/Time" },
              "version": { "$ref": "#/components/schemas/Time", "description": "When its values are from." },
              "deliverAt": { "$ref": "#/components/schemas/Time" },
              "nextAttemptAt": { "$ref": "#/components/schemas/Time" },
              "calling": { "const": true, "description": "The provider is being called with it." },
              "hold": { "$ref": "#/components/schemas/Hold" },
              "recordId": { "type": "string", "description": "The provider's own id of the contact." },
              "httpStatus": { "type": "integer" },
              "reason": { "type": "string" },
              "outcomeUnknown": { "const": true, "description": "The provider may have applied it, and never said so." },
              "fields": { "$ref": "#/components/schemas/Pointers" },
              "values": { "type": "object", "additionalProperties": true, "description": "The fields' values by their pointers." },
              "overtaken": { "$ref": "#/components/schemas/Pointers" },
              "notFound": { "$ref": "#/components/schemas/Pointers", "description": "Of a webhook: mapped fields that it held nothing for, 20 at most." },
              "attemptCount": { "type": "integer" },
              "attempts": { "type": "array", "items": { "$ref": "#/components/schemas/Attempt" } }
            }
          },
          "Mailbox": {
            "type": "object", "required": [ "tenant", "contactId", "accepted", "pending", "settled", "pendingUpdates", "settledUpdates" ],
            "properties": {
              "tenant": { "type": "string" },
              "contactId": { "type": "string" },
              "accepted": { "type": "integer" },
              "pending": { "type": "integer" },
              "settled": { "type": "object", "propertyNames": { "$ref": "#/components/schemas/Status" }, "additionalProperties": { "type": "integer" } },
              "dueAt": { "$ref": "#/components/schemas/Time" },
              "leasedUntil": { "$ref": "#/components/schemas/Time" },
              "pendingUpdates": { "type": "array", "items": { "$ref": "#/components/schemas/UpdateInShort" } },
              "settledUpdates": { "type": "array", "items": { "$ref": "#/components/schemas/UpdateInShort" }, "description": "The last ones, newest first." }
            }
          },
          "UpdateInShort": {
            "type": "object", "required": [ "updateId", "status", "statusUrl", "acceptedAt" ],
            "properties": {
              "updateId": { "$ref": "#/components/schemas/UpdateId" },
              "status": { "$ref": "#/components/schemas/Status" },
              "statusUrl": { "type": "string", "format": "uri" },
              "acceptedAt": { "$ref": "#/components/schemas/Time" }
            }
          }
        }
        """;
}
