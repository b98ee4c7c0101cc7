using System.Collections.Frozen;
using System.Globalization;
using ContactRelay.Contacts;
using ContactRelay.Tenants;

namespace ContactRelay.Providers.CampaignLark;

/// <summary>The body of CampaignLark's update: <c>fields</c> by merge tag, <c>tags</c>, <c>status</c>.</summary>
internal sealed class CampaignLarkBody
{
    internal static readonly FrozenDictionary<string, string> Names = new Dictionary<string, string>
    {
        [CanonicalFields.Email] = "email_address",
        [CanonicalFields.FirstName] = "first_name",
        [CanonicalFields.LastName] = "last_name",
    }.ToFrozenDictionary();

    /// <summary>Canonical subscriptions to CampaignLark's statuses.</summary>
    internal static readonly IReadOnlyDictionary<string, string> Statuses = new OrderedDictionary<string, string>
    {
        ["subscribed"] = "SUBSCRIBED",
        ["unsubscribed"] = "UNSUBSCRIBED",
        ["unconfirmed"] = "UNCONFIRMED",
        ["cleaned"] = "CLEANED",
        ["complained"] = "COMPLAINED",
    };

    private readonly Translation _fields = new();
    private FieldValue? _tags;
    private string? _status;

    private CampaignLarkBody()
    {
    }

    public IReadOnlyList<FieldError> Errors => _fields.Errors;

    /// <summary>The canonical subscription for a status of CampaignLark's, or null.</summary>
    public static string? SubscriptionOf(string? status) => Statuses.FirstOrDefault(pair => pair.Value == status).Key;

    public static CampaignLarkBody Translate(ContactFields changes, ContactFields known, Tenant tenant)
    {
        var body = new CampaignLarkBody();
        foreach (var (path, value) in changes)
        {
            switch (path)
            {
                case CanonicalFields.Subscription when !tenant.FieldMap.ContainsKey(path):
                    break;
                case CanonicalFields.Tags when !tenant.FieldMap.ContainsKey(path):
                    body._tags = body.TagIds(value, tenant);
                    break;
                default:
                    body.AddField(path, value, tenant);
                    break;
            }
        }

        body.AddStatus(changes, known, tenant);
        body.AddKnownEmailIfBare(known, tenant);
        return body;
    }

    public byte[] Write() => JsonText.Write(writer =>
    {
        writer.WriteStartObject();
        writer.WritePropertyName("fields");
        JsonBody.WriteObject(writer, _fields.Values);
        if (_tags is not null)
        {
            writer.WritePropertyName("tags");
            JsonBody.WriteValue(writer, _tags);
        }

        writer.WriteString("status", _status);
        writer.WriteEndObject();
    });

    private void AddField(string path, FieldValue value, Tenant tenant)
    {
        var name = Translation.NameOf(path, tenant, Names);
        if (name is null)
        {
            _fields.RefuseUnmapped(path, "CampaignLark");
        }
        else if (value.IsNull && (path == CanonicalFields.Email || name == Names[CanonicalFields.Email]))
        {
            _fields.Refuse(path, "CampaignLark does not let the e-mail address be cleared.");
        }
        else
        {
            _fields.Set(path, name, value.IsNull ? FieldValue.Text("") : value);
        }
    }

    private FieldValue? TagIds(FieldValue value, Tenant tenant)
    {
        if (value.IsNull)
        {
            return FieldValue.List([]);
        }

        var ids = new List<FieldValue>();
        foreach (var (i, tag) in value.AsList().Index())
        {
            if (tag.Kind == FieldKind.Number)
            {
                ids.Add(tag);
            }
            else if (tenant.Settings.TagIds.TryGetValue(tag.AsText(), out var id))
            {
                ids.Add(FieldValue.Number(id.ToString(CultureInfo.InvariantCulture)));
            }
            else
            {
                _fields.Refuse(new FieldError($"/tags/{i}", "The tenant's settings.tagIds have no id for this tag: add it there, or send the id."));
            }
        }

        return FieldValue.List(ids.Distinct());
    }

    /// <summary>
    /// A wrong status is unlawful mail: an opt-out that is known goes again as it is, and only the caller undoes it.
    /// </summary>
    private void AddStatus(ContactFields changes, ContactFields known, Tenant tenant)
    {
        var asked = tenant.FieldMap.ContainsKey(CanonicalFields.Subscription) ? null : changes[CanonicalFields.Subscription];
        var subscription = (asked is null ? known : changes).Text(CanonicalFields.Subscription);
        if (asked is null && subscription == KnownValues.Masked)
        {
            _status = KnownValues.Masked;
        }
        else if (subscription is not null && Statuses.TryGetValue(subscription, out var status))
        {
            _status = status;
        }
        else if (asked is not null)
        {
            _fields.Refuse(CanonicalFields.Subscription, "CampaignLark knows " + string.Join(", ", Statuses.Keys) + ".");
        }
        else if (tenant.Settings.DefaultStatus is { } fallback)
        {
            _status = fallback;
        }
        else
        {
            _fields.Refuse(CanonicalFields.Subscription, "CampaignLark demands a status in every update, and none is known yet: send it, or set the tenant's settings.defaultStatus.");
        }
    }

    private void AddKnownEmailIfBare(ContactFields known, Tenant tenant)
    {
        if (_fields.Values.Count > 0 || _fields.Errors.Count > 0)
        {
            return;
        }

        if (known[CanonicalFields.Email] is { } email)
        {
            _fields.Set(CanonicalFields.Email, Translation.NameOf(CanonicalFields.Email, tenant, Names)!, email);
        }
        else
        {
            _fields.Refuse(CanonicalFields.Email, "CampaignLark demands at least one field in every update, and the e-mail address is not known yet: send it too.");
        }
    }
}
