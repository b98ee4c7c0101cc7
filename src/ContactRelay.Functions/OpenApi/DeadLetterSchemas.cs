using System.Text.Json;
using ContactRelay.Delivery;

namespace ContactRelay.Functions.OpenApi;

/// <summary>The schemas of dead letters and of webhooks.</summary>
internal static class DeadLetterSchemas
{
    private static readonly string[] Outcomes = [.. Enum.GetNames<DeadLetterOutcome>().Select(JsonNamingPolicy.CamelCase.ConvertName)];

    /// <summary>The schemas, by name.</summary>
    public static string All =>
        $$"""
        {
          "DeadLetterKind": { "enum": [ "rejected", "expired", "invalid" ], "description": "Refused for good, not delivered in time, or never an update." },
          "DeadLetters": {
            "type": "object", "required": [ "deadLetters" ],
            "properties": {
              "deadLetters": { "type": "array", "items": { "$ref": "#/components/schemas/DeadLetter" } },
              "next": { "type": "string" }
            }
          },
          "DeadLetter": {
            "type": "object", "required": [ "id", "kind", "reason", "at" ],
            "properties": {
              "id": { "type": "string", "description": "The update's id, or, of what was never an update, that of the message." },
              "contactId": { "type": "string" },
              "statusUrl": { "type": "string", "format": "uri" },
              "kind": { "$ref": "#/components/schemas/DeadLetterKind" },
              "reason": { "type": "string" },
              "at": { "$ref": "#/components/schemas/Time" },
              "acceptedAt": { "$ref": "#/components/schemas/Time" },
              "version": { "$ref": "#/components/schemas/Time" },
              "fields": { "$ref": "#/components/schemas/Pointers" },
              "attemptCount": { "type": "integer" },
              "outcomeUnknown": { "const": true },
              "message": { "type": "string", "description": "Of what was never an update: its shape, the values masked." },
              "text": { "type": "string", "description": "With `values=true`, of a message that was never an update: its text as it came." }
            }
          },
          "DeadLetterChoice": {
            "type": "object", "additionalProperties": false, "minProperties": 1,
            "properties": {
              "ids": { "type": "array", "maxItems": 500, "items": { "type": "string" }, "description": "Which; or say it with the next four." },
              "kind": { "$ref": "#/components/schemas/DeadLetterKind" },
              "contactId": { "type": "string" },
              "since": { "$ref": "#/components/schemas/Time" },
              "until": { "$ref": "#/components/schemas/Time" },
              "preview": { "type": "boolean", "default": false },
              "message": { "type": [ "object", "string" ], "additionalProperties": true, "description": "For a redrive of one message that was never an update: the message as it ought to have been, in its place." },
              "reason": { "type": "string", "maxLength": 500, "description": "For those that are given up: why." }
            }
          },
          "DeadLetterDiscard": { "$ref": "#/components/schemas/DeadLetterChoice", "required": [ "reason" ] },
          "DeadLetterAnswer": {
            "type": "object", "required": [ "matched", "results" ],
            "properties": {
              "matched": { "type": "integer", "description": "How many were chosen." },
              "more": { "const": true, "description": "There are more: call again." },
              "contacts": { "type": "integer", "description": "In a preview: of how many contacts." },
              {{SchemaText.Integers(Outcomes)}},
              "results": { "type": "array", "items": { "$ref": "#/components/schemas/DeadLetterResult" } }
            }
          },
          "DeadLetterResult": {
            "type": "object", "required": [ "id" ],
            "properties": {
              "id": { "type": "string" },
              "contactId": { "type": "string" },
              "statusUrl": { "type": "string", "format": "uri" },
              "outcome": { "enum": {{SchemaText.Words(Outcomes)}} },
              "request": { "$ref": "#/components/schemas/Preview" },
              "problem": { "$ref": "#/components/schemas/Problem" }
            }
          },
          "HookBody": { "description": "Whatever the sender sends." },
          "HookForm": { "type": "object", "description": "Whatever the sender sends." },
          "HookAnswer": {
            "anyOf": [
              { "$ref": "#/components/schemas/HookResult" }, { "$ref": "#/components/schemas/HookResults" }, { "$ref": "#/components/schemas/HookPreview" }
            ]
          },
          "HookResults": {
            "type": "object", "required": [ "results" ],
            "properties": { "results": { "type": "array", "items": { "$ref": "#/components/schemas/HookResult" }, "description": "What came of each event, in their order." } }
          },
          "HookResult": { "anyOf": [ { "$ref": "#/components/schemas/Accepted" }, { "$ref": "#/components/schemas/HookNothing" } ] },
          "HookNothing": {
            "type": "object", "required": [ "status" ],
            "properties": { "status": { "enum": [ "nothing to do", "refused", "not now" ] }, "notFound": { "$ref": "#/components/schemas/Pointers" }, "errors": { "$ref": "#/components/schemas/Errors" } }
          },
          "HookPreview": {
            "type": "object", "required": [ "updates", "note" ],
            "properties": { "updates": { "type": "array", "items": { "$ref": "#/components/schemas/HookMapping" } }, "note": { "type": "string" } }
          },
          "HookMapping": {
            "type": "object", "required": [ "status", "notFound" ],
            "properties": {
              "status": { "enum": [ "ok", "refused", "nothing to do" ] },
              "eventId": { "type": "string" },
              "contactId": { "type": "string" },
              "occurredAt": { "$ref": "#/components/schemas/Time" },
              "patch": { "type": "object", "additionalProperties": true, "description": "The body as a merge patch." },
              "notFound": { "$ref": "#/components/schemas/Pointers" },
              "errors": { "$ref": "#/components/schemas/Errors" },
              "request": { "$ref": "#/components/schemas/Preview" }
            }
          }
        }
        """;
}
