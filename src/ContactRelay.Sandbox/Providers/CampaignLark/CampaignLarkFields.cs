using ContactRelay.Sandbox.Http;
using Microsoft.AspNetCore.Http;

namespace ContactRelay.Sandbox.Providers.CampaignLark;

/// <summary>The fields of the sandbox's CampaignLark workspace. Others exist too, unless their merge tag begins with "unknown".</summary>
internal static class CampaignLarkFields
{
    private static readonly (string MergeTag, string Type, bool Required)[] Listed =
    [
        ("email_address", "TEXT", true), ("first_name", "TEXT", false), ("last_name", "TEXT", false),
        ("lead_score", "NUMBER", false), ("vip", "BOOL", false), ("birthday", "DATE", false), ("interests", "MULTI", false),
    ];

    public static bool IsRequired(string mergeTag) => Array.Exists(Listed, field => field.Required && field.MergeTag == mergeTag);

    public static bool Exists(string mergeTag) =>
        mergeTag.Length > 0
        && char.IsAsciiLetter(mergeTag[0])
        && mergeTag.All(character => char.IsAsciiLetterOrDigit(character) || character == '_')
        && !mergeTag.StartsWith("unknown", StringComparison.Ordinal);

    public static Answer Answer() => Http.Answer.Json(StatusCodes.Status200OK, writer =>
    {
        writer.WriteStartObject();
        writer.WriteStartArray("data");
        foreach (var (mergeTag, type, required) in Listed)
        {
            writer.WriteStartObject();
            writer.WriteString("merge_tag", mergeTag);
            writer.WriteString("type", type);
            writer.WriteBoolean("required", required);
            writer.WriteBoolean("immutable", false);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    });
}
