using System.Text.Json;
using ContactRelay.Sandbox.Http;
using ContactRelay.Sandbox.Json;
using Microsoft.AspNetCore.Http;

namespace ContactRelay.Sandbox.Providers.Kulea;

/// <summary>The fields of the sandbox's Kulea account. Fields that are not listed exist too and take any plain value.</summary>
internal static class KuleaFields
{
    private static readonly (string Name, string Type)[] Listed =
    [
        ("email", "Text"), ("forename", "Text"), ("surname", "Text"), ("company name", "Text"),
        ("lead score", "Number"), ("date created", "Date"), ("unsubscribe", "Boolean"),
    ];

    /// <summary>Why a change is refused; null if it is not.</summary>
    public static string? Check(JsonElement change)
    {
        foreach (var field in change.EnumerateObject())
        {
            if (CheckField(field.Name, field.Value) is { } reason)
            {
                return reason;
            }
        }

        return null;
    }

    public static Answer Answer() => Http.Answer.Json(StatusCodes.Status200OK, writer =>
    {
        writer.WriteStartObject();
        writer.WriteBoolean("success", true);
        writer.WriteNumber("count", Listed.Length);
        writer.WriteStartArray("fields");
        foreach (var (name, type) in Listed)
        {
            writer.WriteStartObject();
            writer.WriteString("fieldname", name);
            writer.WriteString("type", type);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    });

    private static string? CheckField(string name, JsonElement value)
    {
        if (name.Equals("email", StringComparison.OrdinalIgnoreCase))
        {
            return "email cannot be changed";
        }

        if (name.Equals("archived", StringComparison.OrdinalIgnoreCase))
        {
            return "a contact cannot be archived here";
        }

        if (value.IsNested())
        {
            return $"{name}: nested values are not supported";
        }

        if (name == "unsubscribe")
        {
            return value.ValueKind == JsonValueKind.True ? null : "unsubscribe can only be true";
        }

        return value.ValueKind == JsonValueKind.Null || HasType(value, TypeOf(name)) ? null : $"{name}: wrong type, {TypeOf(name)} expected";
    }

    private static string? TypeOf(string name) => Array.Find(Listed, field => field.Name == name).Type;

    private static bool HasType(JsonElement value, string? type) => type switch
    {
        "Text" or "Date" => value.IsText(),
        "Number" => value.ValueKind == JsonValueKind.Number,
        _ => true,
    };
}
