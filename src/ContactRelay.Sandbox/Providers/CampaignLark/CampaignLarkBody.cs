using System.Text.Json;
using ContactRelay.Sandbox.Json;

namespace ContactRelay.Sandbox.Providers.CampaignLark;

/// <summary>The body of CampaignLark's update: what it must hold, in the order of the documentation, and how it is merged.</summary>
internal static class CampaignLarkBody
{
    private static readonly string[] Statuses = ["SUBSCRIBED", "UNSUBSCRIBED", "UNCONFIRMED", "CLEANED", "COMPLAINED"];

    /// <summary>Why a change is refused; null if it is not.</summary>
    public static string? Check(JsonElement change)
    {
        var fields = change.Member("fields");
        return fields.ValueKind != JsonValueKind.Object || fields.GetPropertyCount() == 0
            ? "Please provide at least one field to update."
            : CheckStatus(change.Member("status")) ?? CheckFields(fields) ?? CheckTags(change.Member("tags"));
    }

    /// <summary>Replaces the status, the tags if there are any, and field by field.</summary>
    public static byte[] Merge(JsonElement current, JsonElement change) => JsonText.Write(writer =>
    {
        var tags = change.Member("tags") is { ValueKind: JsonValueKind.Array } sent ? sent : current.Member("tags");
        writer.WriteStartObject();
        writer.WriteOrNull("status", change.Member("status"));
        writer.WriteOrEmpty("tags", tags);
        writer.WritePropertyName("fields");
        writer.WriteObject(JsonMerge.Flat(current.Member("fields"), change.Member("fields")));
        writer.WriteEndObject();
    });

    private static string? CheckStatus(JsonElement status)
    {
        if (status.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null || (status.IsText() && status.ValueEquals("")))
        {
            return "Please provide a status.";
        }

        return status.IsText() && Statuses.Contains(status.GetString()) ? null : "The status you provided is not valid.";
    }

    private static string? CheckFields(JsonElement fields)
    {
        foreach (var field in fields.EnumerateObject())
        {
            if (!CampaignLarkFields.Exists(field.Name))
            {
                return $"We were unable to find a field with the merge_tag {field.Name}";
            }

            if (CampaignLarkFields.IsRequired(field.Name) && IsEmpty(field.Value))
            {
                return $"Please provide a value for the field {field.Name}.";
            }
        }

        return null;
    }

    private static string? CheckTags(JsonElement tags) =>
        tags.ValueKind == JsonValueKind.Undefined || tags.IsArrayOf(JsonKinds.IsInteger) ? null : "The tags you provided are not valid.";

    private static bool IsEmpty(JsonElement value) =>
        value.ValueKind == JsonValueKind.Null || (value.IsText() && string.IsNullOrWhiteSpace(value.GetString()));
}
