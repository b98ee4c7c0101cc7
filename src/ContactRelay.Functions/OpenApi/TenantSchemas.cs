using ContactRelay.Providers;

namespace ContactRelay.Functions.OpenApi;

/// <summary>The schemas of a tenant's document.</summary>
internal static class TenantSchemas
{
    /// <summary>The schemas of the settings that there are.</summary>
    private static readonly Dictionary<string, string> KnownSettings = new(StringComparer.Ordinal)
    {
        ["method"] = """{ "enum": [ "POST", "PUT" ], "description": "The HTTP method of an update; POST where nothing is said." }""",
        ["tagIds"] = """{ "type": "object", "additionalProperties": { "type": "integer" }, "description": "The provider's ids of tags, by name." }""",
        ["defaultStatus"] = """{ "type": "string", "description": "The status of contacts of which none is known." }""",
        ["username"] = """{ "type": "string", "minLength": 1, "description": "The user that the API key belongs to." }""",
        ["transport"] = """{ "enum": [ "rest", "xmlrpc" ], "default": "rest" }""",
    };

    /// <summary>The schemas, by name.</summary>
    public static string All(ProviderRegistry providers) =>
        $$"""
        {
          "Tenant": {
            "type": "object", "additionalProperties": false, "required": [ "id", "provider", "apiKeySecret" ],
            "properties": {
              "$schema": { "type": "string" },
              "id": { "type": "string", "pattern": "^[a-z0-9-]{1,63}$" },
              "provider": { "enum": {{SchemaText.Words(providers.All.SelectMany(provider => provider.Description.Aliases.Prepend(provider.Description.Name)))}} },
              "baseUrl": { "type": "string", "format": "uri", "description": "The provider's address; https, and not within a private network." },
              "apiKeySecret": { "type": "string", "pattern": "^[A-Za-z0-9-]{1,127}$", "description": "The name of the secret that holds the API key. It begins with the first part of the tenant's id and a hyphen, or with tenant-, and is none of the system's own." },
              "settings": { "$ref": "#/components/schemas/Settings" },
              "fieldMap": { "type": "object", "additionalProperties": { "type": "string", "minLength": 1 }, "description": "The provider's own names of fields, by canonical name, or `fields.` and a name of yours." },
              "limits": { "$ref": "#/components/schemas/Limits" },
              "callers": { "type": "array", "items": { "$ref": "#/components/schemas/CallerHash" } },
              "hooks": { "type": "object", "propertyNames": { "pattern": "^[a-z0-9-]{1,63}$" }, "additionalProperties": { "$ref": "#/components/schemas/Hook" } },
              "delivery": { "enum": [ "merge", "each" ], "default": "merge", "description": "All that is pending in one call, or each update in a call of its own." },
              "unmapped": { "enum": [ "refuse", "ignore" ], "default": "refuse", "description": "What to do with fields that the provider has no place for." },
              "hold": { "$ref": "#/components/schemas/Hold" }
            }
          },
          "Settings": { "type": "object", "additionalProperties": false, "description": "What `GET /providers` names for the provider.", "properties": {{Settings(providers)}} },
          "Limits": {
            "type": "object", "additionalProperties": false,
            "properties": {
              "requestsPerSecond": { "type": "integer", "minimum": 1 },
              "concurrency": { "type": "integer", "minimum": 1 },
              "maxAge": { "type": "string", "default": "3.00:00:00", "description": "How long an update is tried: days.hours:minutes:seconds, up to 30 days." },
              "deadLetterAge": { "type": "string", "default": "90.00:00:00", "description": "How long a dead letter is kept: from 1 to 365 days. Then it is deleted with its values." }
            }
          },
          "CallerHash": {
            "type": "object", "additionalProperties": false, "required": [ "keySha256" ],
            "properties": {
              "name": { "type": "string" },
              "keySha256": { "type": "string", "pattern": "^[0-9a-f]{64}$" },
              "access": { "$ref": "#/components/schemas/Access" },
              "hook": { "type": "string" }
            }
          },
          "Access": { "enum": [ "full", "write" ], "description": "Everything, which it is where nothing is said, or only sending updates." },
          "NewCaller": {
            "type": "object", "additionalProperties": false, "required": [ "name" ],
            "properties": {
              "name": { "type": "string", "minLength": 1, "maxLength": 100 },
              "access": { "$ref": "#/components/schemas/Access" },
              "hook": { "type": "string", "description": "The one hook that the key is to be good for." }
            }
          },
          "Caller": {
            "type": "object", "required": [ "name", "key", "note" ],
            "properties": {
              "name": { "type": "string" },
              "access": { "$ref": "#/components/schemas/Access" },
              "hook": { "type": "string" },
              "key": { "type": "string" },
              "note": { "type": "string" }
            }
          },
          "Hook": {
            "type": "object", "additionalProperties": false, "required": [ "scheme", "contactId", "changes" ],
            "properties": {
              "scheme": { "enum": [ "standard-webhooks", "typeform", "tally", "webflow", "hubspot", "hmac", "bearer", "path" ] },
              "secrets": { "$ref": "#/components/schemas/Texts" },
              "hmac": { "$ref": "#/components/schemas/Hmac" },
              "publicUrl": { "type": "string", "format": "uri" },
              "eventId": {
                "anyOf": [
                  { "$ref": "#/components/schemas/Texts" },
                  { "type": "object", "additionalProperties": false, "required": [ "header" ], "properties": { "header": { "type": "string" } } }
                ]
              },
              "each": { "type": "string" },
              "contactId": { "$ref": "#/components/schemas/ValueRule" },
              "occurredAt": { "$ref": "#/components/schemas/ValueRule" },
              "changes": { "type": "object", "minProperties": 1, "additionalProperties": { "$ref": "#/components/schemas/ValueRule" } }
            }
          },
          "Hmac": {
            "type": "object", "additionalProperties": false, "required": [ "header" ],
            "properties": {
              "header": { "type": "string" },
              "algorithm": { "enum": [ "sha1", "sha256", "sha384", "sha512" ] },
              "encoding": { "enum": [ "hex", "base64" ] },
              "prefix": { "type": "string" },
              "signed": { "type": "string" },
              "timestampHeader": { "type": "string" },
              "timestampUnit": { "enum": [ "seconds", "milliseconds" ] }
            }
          },
          "ValueRule": {
            "anyOf": [
              { "type": "string", "description": "A JSONPath." },
              { "type": "object", "additionalProperties": false,
                "properties": {
                  "path": { "$ref": "#/components/schemas/Texts" },
                  "join": { "$ref": "#/components/schemas/Texts" },
                  "value": { "description": "A constant." },
                  "convert": { "$ref": "#/components/schemas/Texts" },
                  "map": { "type": "object", "additionalProperties": true },
                  "empty": { "enum": [ "leave", "clear" ] }
                } }
            ]
          },
          "Texts": { "anyOf": [ { "type": "string" }, { "type": "array", "items": { "type": "string" } } ] }
        }
        """;

    private static string Settings(ProviderRegistry providers) =>
        $"{{ {string.Join(", ", providers.All.SelectMany(provider => provider.Description.Settings).Distinct().Select(name => $"\"{name}\": {KnownSettings[name]}"))} }}";
}
