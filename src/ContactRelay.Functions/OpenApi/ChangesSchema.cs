using System.Text.Json.Nodes;
using ContactRelay.Contacts;

namespace ContactRelay.Functions.OpenApi;

/// <summary>The schema of a contact's changes, from the canonical fields that there are.</summary>
internal static class ChangesSchema
{
    private const string Tags =
        """
        { "type": [ "array", "null" ], "items": { "anyOf": [ { "type": "string", "minLength": 1 }, { "type": "integer" } ] },
          "description": "Names of tags, or a provider's integer ids." }
        """;

    private const string Lists =
        """{ "type": [ "array", "null" ], "items": { "type": "integer" }, "description": "A provider's integer ids of mailing lists." }""";

    private const string Own =
        """
        { "type": "object", "propertyNames": { "minLength": 1, "maxLength": 256 },
          "additionalProperties": { "type": [ "string", "number", "boolean", "null", "array" ], "items": { "type": [ "string", "number", "boolean" ] } },
          "description": "Fields of the tenant's own, by name." }
        """;

    /// <summary>The schema.</summary>
    public static JsonObject Build()
    {
        var properties = Texts(CanonicalFields.Texts);
        properties[CanonicalFields.Email] = JsonNode.Parse("""{ "type": [ "string", "null" ], "format": "email", "description": "One e-mail address." }""");
        properties["address"] = new JsonObject
        {
            ["type"] = new JsonArray("object", "null"),
            ["additionalProperties"] = false,
            ["properties"] = Texts(CanonicalFields.AddressParts),
            ["description"] = "The parts that it names; null clears them all.",
        };
        properties[CanonicalFields.Subscription] = new JsonObject
        {
            ["enum"] = new JsonArray([.. CanonicalFields.Subscriptions.Order(StringComparer.Ordinal)]),
            ["description"] = "Whether and how the contact wants mail.",
        };
        properties[CanonicalFields.Tags] = JsonNode.Parse(Tags);
        properties[CanonicalFields.Lists] = JsonNode.Parse(Lists);
        properties["fields"] = JsonNode.Parse(Own);
        return new()
        {
            ["type"] = "object",
            ["description"] = "A JSON merge patch (RFC 7396) of the contact's fields: one that is absent is left alone, null clears it, anything else sets it.",
            ["minProperties"] = 1,
            ["additionalProperties"] = false,
            ["properties"] = properties,
        };
    }

    private static JsonObject Texts(IEnumerable<string> names) => new(
        names.Order(StringComparer.Ordinal).Select(name => KeyValuePair.Create(name, (JsonNode?)new JsonObject { ["type"] = new JsonArray("string", "null") })));
}
