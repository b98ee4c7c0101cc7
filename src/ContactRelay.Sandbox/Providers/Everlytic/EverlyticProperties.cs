using System.Collections.Frozen;
using System.Text;
using System.Text.Json;
using ContactRelay.Sandbox.Contacts;
using ContactRelay.Sandbox.Http;
using ContactRelay.Sandbox.Json;

namespace ContactRelay.Sandbox.Providers.Everlytic;

/// <summary>The properties of an Everlytic contact, the same for REST and XML-RPC. Names that are not listed are custom fields.</summary>
internal static class EverlyticProperties
{
    private static readonly FrozenSet<string> ReadOnly = Words(
        """
        id date_create score rating email_status email_bounce_hard_count email_bounce_soft_count block_bounce_count
        sms_bounce_hard_count sms_bounce_soft_count sms_bounce_consecutive_count complaints_count forward_count invite_count
        bounce_unidentified_count autoresponder_count email_message_ids sms_message_ids email_message_count sms_message_count
        message_reads_inferred message_reads_unique message_link_clicks message_link_clicks_unique
        """);

    private static readonly FrozenSet<string> Text = Words(
        """
        name lastname title company_position company_name department industry address city country state zip
        telephone_office telephone_home telephone_fax birth_date date_of_birth education_level hash unique_id
        """);

    private static readonly FrozenDictionary<string, string[]> Choices = new Dictionary<string, string[]>
    {
        ["status"] = ["on", "off", "suppressed"],
        ["preferred_email_format"] = ["html", "text"],
        ["gender"] = ["unknown", "male", "female"],
        ["marital_status"] = ["unknown", "single", "married"],
        ["create_notifications"] = ["yes", "no"],
    }.ToFrozenDictionary();

    /// <summary>Why a change is refused; null if it is not.</summary>
    public static string? Check(JsonElement change)
    {
        foreach (var property in change.EnumerateObject())
        {
            if (CheckProperty(property.Name, property.Value) is { } message)
            {
                return message;
            }
        }

        return null;
    }

    public static void Apply(StoredContact contact, JsonElement change, Call call) =>
        contact.Change(values => JsonText.Write(writer => writer.WriteObject(JsonMerge.Flat(values, change))), call.Now, call.Apply);

    private static string? CheckProperty(string name, JsonElement value)
    {
        if (ReadOnly.Contains(name))
        {
            return $"The property {name} is read-only.";
        }

        if (value.IsNested())
        {
            return $"The property {name} must be a plain value.";
        }

        if (Choices.TryGetValue(name, out var choices))
        {
            return value.IsText() && choices.Contains(value.GetString()) ? null : $"The property {name} must be one of: {string.Join(", ", choices)}.";
        }

        return name switch
        {
            "tags" => value.IsText() && IsListOfNames(value.GetString()!) ? null : "The property tags must be a string holding a JSON array of tag names.",
            "country_id" or "city_id" => IsIntegerOrDigits(value) ? null : $"The property {name} must be an integer.",
            _ => !Text.Contains(name) || value.IsText() ? null : $"The property {name} must be text.",
        };
    }

    private static bool IsIntegerOrDigits(JsonElement value) =>
        value.IsInteger() || (value.IsText() && KnownIds.IsInteger(value.GetString()!, out _));

    private static bool IsListOfNames(string text)
    {
        using var list = JsonBody.Parse(Encoding.UTF8.GetBytes(text));
        return list is not null && list.RootElement.IsArrayOf(JsonKinds.IsText);
    }

    private static FrozenSet<string> Words(string words) =>
        words.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).ToFrozenSet();
}
