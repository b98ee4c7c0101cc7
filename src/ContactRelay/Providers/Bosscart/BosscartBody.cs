using System.Collections.Frozen;
using ContactRelay.Contacts;
using ContactRelay.Tenants;

namespace ContactRelay.Providers.Bosscart;

/// <summary>The body of Bosscart's update: its own keys at the top, everything else among <c>properties</c>.</summary>
internal sealed class BosscartBody
{
    // The keys that the body may have at its top, in the documentation's order; any other is answered with a 400.
    private static readonly string[] Keys =
    [
        "email", "name", "phone", "note", "address", "city", "state", "zip", "country", "companyName", "tags", "subscribed", "subscriberLists",
    ];

    internal static readonly FrozenDictionary<string, string> Names = new Dictionary<string, string>
    {
        [CanonicalFields.Email] = "email",
        [CanonicalFields.Name] = "name",
        ["phone"] = "phone",
        ["company"] = "companyName",
        ["note"] = "note",
        ["address.street"] = "address",
        ["address.city"] = "city",
        ["address.state"] = "state",
        ["address.postalCode"] = "zip",
        ["address.country"] = "country",
        [CanonicalFields.Subscription] = "subscribed",
        [CanonicalFields.Tags] = "tags",
        [CanonicalFields.Lists] = "subscriberLists",
    }.ToFrozenDictionary();

    private readonly Translation _top = new();
    private readonly Translation _properties = new();

    private BosscartBody()
    {
    }

    public IReadOnlyList<FieldError> Errors => _properties.Errors.Count == 0 ? _top.Errors : [.. _top.Errors, .. _properties.Errors];

    public static string Join(string firstName, string lastName) => $"{firstName} {lastName}".Trim();

    public static BosscartBody Translate(string contactId, ContactFields changes, ContactFields known, Tenant tenant)
    {
        var body = new BosscartBody();
        body._top.RequireIntegerId(contactId, "Bosscart");
        if (!changes.Paths.Any(path => TopName(path, tenant) == "email"))
        {
            body.AddKnownEmail(known);
        }

        body.AddNameOfParts(changes, known, tenant);
        foreach (var (path, value) in changes)
        {
            if (!IsNamePart(path, tenant))
            {
                body.Add(path, value, tenant);
            }
        }

        return body;
    }

    public byte[] Write() => JsonText.Write(writer =>
    {
        writer.WriteStartObject();
        foreach (var key in Keys)
        {
            if (_top.Values.TryGetValue(key, out var value))
            {
                writer.WritePropertyName(key);
                JsonBody.WriteValue(writer, value);
            }
        }

        if (_properties.Values.Count > 0)
        {
            writer.WriteStartArray("properties");
            foreach (var (name, value) in _properties.Values)
            {
                JsonBody.WriteObject(writer, [new("name", FieldValue.Text(name)), new("value", value)]);
            }

            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    });

    private static bool IsNamePart(string path, Tenant tenant) =>
        path is CanonicalFields.FirstName or CanonicalFields.LastName && !tenant.FieldMap.ContainsKey(path);

    /// <summary>The body's own key for a field, or null: an own field goes there only if the tenant's map says so.</summary>
    private static string? TopName(string path, Tenant tenant) =>
        FieldPath.IsOwn(path) && !tenant.FieldMap.ContainsKey(path) ? null
        : Translation.NameOf(path, tenant, Names) is { } name && Keys.Contains(name) ? name
        : null;

    private void AddKnownEmail(ContactFields known)
    {
        if (known[CanonicalFields.Email] is { } email)
        {
            _top.Set(CanonicalFields.Email, "email", email);
        }
        else
        {
            _top.Refuse(CanonicalFields.Email, "Bosscart demands the e-mail address in every update, and none is known yet: send it.");
        }
    }

    private void AddNameOfParts(ContactFields changes, ContactFields known, Tenant tenant)
    {
        string[] parts = [CanonicalFields.FirstName, CanonicalFields.LastName];
        if (!parts.Any(part => changes[part] is not null && IsNamePart(part, tenant)))
        {
            return;
        }

        var texts = parts.Select(part => Part(part, changes, known)).ToArray();
        if (texts is [{ } first, { } last])
        {
            _top.Set(CanonicalFields.FirstName, "name", FieldValue.Text(Join(first, last)));
        }
    }

    private string? Part(string path, ContactFields changes, ContactFields known)
    {
        if (changes[path] is { IsNull: true })
        {
            _top.Refuse(path, "Bosscart has one name for both parts, which cannot be cleared.");
            return null;
        }

        var text = changes.Text(path) ?? known.Text(path);
        if (text is null)
        {
            _top.Refuse(path, "Bosscart has one name for both parts, and this one is not known yet: send it too.");
        }

        return text;
    }

    private void Add(string path, FieldValue value, Tenant tenant)
    {
        var name = Translation.NameOf(path, tenant, Names);
        var target = TopName(path, tenant) is null ? _properties : _top;
        if (name is null)
        {
            _top.RefuseUnmapped(path, "Bosscart");
        }
        else if (Convert(path, value) is { } converted)
        {
            target.Set(path, name, converted);
        }
    }

    private FieldValue? Convert(string path, FieldValue value) => path switch
    {
        CanonicalFields.Email or CanonicalFields.Name when value.IsNull => Refuse(path, "Bosscart does not let it be cleared."),
        CanonicalFields.Subscription => Subscribed(value.AsText()),
        CanonicalFields.Tags => Tags(value),
        CanonicalFields.Lists => value.IsNull ? Refuse(path, "Bosscart does not say how its lists are cleared: send the lists themselves.") : value,
        _ when value.Kind == FieldKind.List => Refuse(path, "Bosscart's properties hold one value, not a list."),
        _ when value.IsNull => FieldValue.Text(""),
        _ => value,
    };

    private FieldValue? Subscribed(string text) => text switch
    {
        "subscribed" => FieldValue.True,
        "unsubscribed" => FieldValue.False,
        _ => Refuse(CanonicalFields.Subscription, "Bosscart knows subscribed and unsubscribed only."),
    };

    private FieldValue? Tags(FieldValue value)
    {
        if (value.IsNull || value.AsList().Count == 0)
        {
            return Refuse(CanonicalFields.Tags, "Bosscart adds tags and never takes one away, so they cannot be cleared.");
        }

        return value.AsList().All(tag => tag.Kind == FieldKind.Text)
            ? value
            : Refuse(CanonicalFields.Tags, "Bosscart's tags are names.");
    }

    private FieldValue? Refuse(string path, string detail)
    {
        _top.Refuse(path, detail);
        return null;
    }
}
