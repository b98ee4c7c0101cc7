using System.Collections.Frozen;
using ContactRelay.Contacts;
using ContactRelay.Tenants;

namespace ContactRelay.Providers.Everlytic;

/// <summary>The properties of an Everlytic contact, as both of its APIs take them.</summary>
internal static class EverlyticProperties
{
    internal static readonly FrozenDictionary<string, string> Names = new Dictionary<string, string>
    {
        [CanonicalFields.FirstName] = "name",
        [CanonicalFields.LastName] = "lastname",
        ["phone"] = "telephone_office",
        ["title"] = "title",
        ["jobTitle"] = "company_position",
        ["company"] = "company_name",
        ["department"] = "department",
        ["industry"] = "industry",
        ["address.street"] = "address",
        ["address.city"] = "city",
        ["address.state"] = "state",
        ["address.postalCode"] = "zip",
        ["address.country"] = "country",
        [CanonicalFields.BirthDate] = "birth_date",
        [CanonicalFields.Gender] = "gender",
        [CanonicalFields.MaritalStatus] = "marital_status",
        [CanonicalFields.Subscription] = "status",
        [CanonicalFields.Tags] = "tags",
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<string, string> Statuses = new Dictionary<string, string>
    {
        ["subscribed"] = "on",
        ["unsubscribed"] = "off",
        ["suppressed"] = "suppressed",
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<string, string[]> Choices = new Dictionary<string, string[]>
    {
        ["status"] = ["on", "off", "suppressed"],
        ["preferred_email_format"] = ["html", "text"],
        ["gender"] = ["unknown", "male", "female"],
        ["marital_status"] = ["unknown", "single", "married"],
        ["create_notifications"] = ["yes", "no"],
    }.ToFrozenDictionary();

    private static readonly FrozenSet<string> ReadOnly = FrozenSet.Create(StringComparer.Ordinal,
        "id", "date_create", "score", "rating", "email_status", "email_bounce_hard_count", "email_bounce_soft_count",
        "block_bounce_count", "sms_bounce_hard_count", "sms_bounce_soft_count", "sms_bounce_consecutive_count",
        "complaints_count", "forward_count", "invite_count", "bounce_unidentified_count", "autoresponder_count",
        "email_message_ids", "sms_message_ids", "email_message_count", "sms_message_count", "message_reads_inferred",
        "message_reads_unique", "message_link_clicks", "message_link_clicks_unique");

    public static Translation Translate(string contactId, ContactFields changes, Tenant tenant, bool isXmlRpc)
    {
        var translation = new Translation();
        translation.RequireIntegerId(contactId, "Everlytic");
        foreach (var (path, value) in changes)
        {
            var name = Translation.NameOf(path, tenant, Names);
            if (name is null)
            {
                RefuseNameless(path, translation);
            }
            else if (ReadOnly.Contains(name))
            {
                translation.Refuse(path, $"Everlytic's {name} is read-only.");
            }
            else if (isXmlRpc && !XmlRpc.CanExpress(FieldValue.Text(name)))
            {
                translation.Refuse(path, "XML-RPC cannot carry control characters, which the field's name holds.");
            }
            else if (Convert(path, name, value, isXmlRpc, translation) is { } converted)
            {
                translation.Set(path, name, converted);
            }
        }

        return translation;
    }

    private static void RefuseNameless(string path, Translation translation)
    {
        if (path == CanonicalFields.Email)
        {
            translation.Refuse(path, "Everlytic does not list the e-mail address among what an update may change.");
        }
        else
        {
            translation.RefuseUnmapped(path, "Everlytic");
        }
    }

    private static FieldValue? Convert(string path, string name, FieldValue value, bool isXmlRpc, Translation translation)
    {
        FieldValue? Refuse(string detail)
        {
            translation.Refuse(path, detail);
            return null;
        }

        if (path == CanonicalFields.Subscription)
        {
            return value.Kind == FieldKind.Text && Statuses.TryGetValue(value.AsText(), out var status)
                ? FieldValue.Text(status)
                : Refuse("Everlytic knows subscribed, unsubscribed and suppressed.");
        }

        if (path == CanonicalFields.Tags)
        {
            return Tags(value, isXmlRpc, Refuse);
        }

        if (Choices.TryGetValue(name, out var choices))
        {
            return value.Kind == FieldKind.Text && choices.Contains(value.AsText())
                ? value
                : Refuse($"Everlytic's {name} is one of {string.Join(", ", choices)}.");
        }

        if (value.IsNull)
        {
            return FieldValue.Text("");
        }

        return value.Kind == FieldKind.List ? Refuse("Everlytic's properties hold one value, not a list.")
            : isXmlRpc && !XmlRpc.CanExpress(value) ? Refuse("XML-RPC can carry neither control characters nor a number with an exponent.")
            : value;
    }

    private static FieldValue? Tags(FieldValue value, bool isXmlRpc, Func<string, FieldValue?> refuse)
    {
        if (value.IsNull)
        {
            return isXmlRpc ? refuse("XML-RPC has no null: send an empty array to take all tags away.") : FieldValue.Text("[]");
        }

        return !value.AsList().All(tag => tag.Kind == FieldKind.Text) ? refuse("Everlytic's tags are names.")
            : isXmlRpc && !value.AsList().All(XmlRpc.CanExpress) ? refuse("XML-RPC cannot carry control characters.")
            : FieldValue.Text(value.Json);
    }
}
