using System.Text.Json;
using ContactRelay.Contacts;
using ContactRelay.Tenants;

namespace ContactRelay.Intake.Hooks;

/// <summary>Reads the hooks of a tenant's document.</summary>
internal static class HookReader
{
    private const int MaxNameLength = 63;
    private const int MaxSecrets = 5;
    private const string Generic = "hmac";

    private static readonly string[] Properties =
        ["scheme", "secrets", "hmac", "publicUrl", "eventId", "each", "contactId", "occurredAt", "changes"];

    private static readonly string[] Schemes = [.. HookPreset.All.Keys, Generic, "bearer", "path"];

    public static Dictionary<string, Hook> Read(JsonElement root, DocumentDraft draft)
    {
        var hooks = new Dictionary<string, Hook>(StringComparer.Ordinal);
        if (draft.Object(root, "", "hooks", allowed: null) is not { } all)
        {
            return hooks;
        }

        foreach (var property in all.EnumerateObject())
        {
            var pointer = "/hooks/" + FieldPath.Escape(property.Name);
            if (!IsName(property.Name))
            {
                draft.Fail(pointer, $"A hook's name has 1 to {MaxNameLength} lower-case letters, digits and hyphens.");
            }
            else if (draft.IsObject(property.Value, pointer, Properties))
            {
                hooks[property.Name] = Read(property.Name, property.Value, pointer, draft);
            }
        }

        return hooks;
    }

    /// <summary>Whether a hook may have this name.</summary>
    public static bool IsName(string name) =>
        name.Length is > 0 and <= MaxNameLength && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');

    private static Hook Read(string name, JsonElement json, string pointer, DocumentDraft draft)
    {
        var scheme = draft.OneOf(json, pointer, "scheme", Schemes);
        if (scheme is null && !json.TryGetProperty("scheme", out _))
        {
            draft.Fail(pointer + "/scheme", "Is missing: must be one of " + string.Join(", ", Schemes) + ".");
        }

        var preset = HookPreset.All.GetValueOrDefault(scheme ?? "");
        return new()
        {
            Name = name,
            Proof = scheme switch { "bearer" => HookProof.CallerKey, "path" => HookProof.Path, _ => HookProof.Signature },
            Hmac = preset?.Hmac ?? ReadHmac(json, pointer, scheme, draft),
            Secrets = ReadSecrets(json, pointer, scheme, draft),
            PublicUrl = ReadPublicUrl(json, pointer, draft),
            EventId = ReadEventId(json, pointer, draft) ?? preset?.EventId ?? EventIdRule.None,
            Each = ReadEach(json, pointer, draft) ?? preset?.Each,
            ContactId = ReadContactId(json, pointer, draft),
            OccurredAt = json.TryGetProperty("occurredAt", out var occurredAt) ? ValueRuleReader.ReadTime(occurredAt, pointer + "/occurredAt", preset?.Unit, draft) : null,
            Changes = ReadChanges(json, pointer, preset?.Unit, draft),
        };
    }

    private static HmacScheme? ReadHmac(JsonElement json, string pointer, string? scheme, DocumentDraft draft)
    {
        if (scheme == Generic)
        {
            return HmacReader.Read(json, pointer, draft);
        }

        if (json.TryGetProperty("hmac", out _))
        {
            draft.Fail(pointer + "/hmac", $"Only for the scheme {Generic}: the others are known.");
        }

        return null;
    }

    private static List<string> ReadSecrets(JsonElement json, string pointer, string? scheme, DocumentDraft draft)
    {
        var names = draft.TextList(json, pointer, "secrets");
        if (scheme == "bearer")
        {
            if (names.Count > 0)
            {
                draft.Fail(pointer + "/secrets", "Must not be there: the keys of the tenant's callers serve.");
            }
        }
        else if (names.Count is 0 or > MaxSecrets || !names.All(TenantReader.IsSecretName))
        {
            draft.Fail(pointer + "/secrets", $"Must name 1 to {MaxSecrets} secrets, each with 1 to 127 letters, digits and hyphens.");
        }

        return names;
    }

    private static string? ReadPublicUrl(JsonElement json, string pointer, DocumentDraft draft)
    {
        var url = draft.Text(json, pointer, "publicUrl");
        if (url is not null && !(Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is "https" or "http"))
        {
            draft.Fail(pointer + "/publicUrl", "Must be the whole URL that the sender calls.");
        }

        return url;
    }

    private static EventIdRule? ReadEventId(JsonElement json, string pointer, DocumentDraft draft)
    {
        if (!json.TryGetProperty("eventId", out var eventId))
        {
            return null;
        }

        if (eventId.ValueKind != JsonValueKind.Object)
        {
            return new(null, ValueRuleReader.ReadPaths(json, pointer, "eventId", draft));
        }

        var header = draft.IsObject(eventId, pointer + "/eventId", ["header"]) ? draft.Text(eventId, pointer + "/eventId", "header") : null;
        if (!HmacReader.IsHeaderName(header))
        {
            draft.Fail(pointer + "/eventId/header", "Must be the name of a header.");
        }

        return new(header, []);
    }

    private static string? ReadEach(JsonElement json, string pointer, DocumentDraft draft)
    {
        var each = draft.Text(json, pointer, "each");
        if (each is not null && HookPath.Check(each) is { } wrong)
        {
            draft.Fail(pointer + "/each", wrong);
        }

        return each;
    }

    private static ValueRule ReadContactId(JsonElement json, string pointer, DocumentDraft draft)
    {
        if (json.TryGetProperty("contactId", out var contactId))
        {
            return ValueRuleReader.Read(contactId, pointer + "/contactId", draft);
        }

        draft.Fail(pointer + "/contactId", "Is missing: where in the body is the contact's id?");
        return new();
    }

    private static Dictionary<string, ValueRule> ReadChanges(JsonElement json, string pointer, TimeUnit? unit, DocumentDraft draft)
    {
        var changes = new Dictionary<string, ValueRule>(StringComparer.Ordinal);
        var all = draft.Object(json, pointer, "changes", allowed: null);
        foreach (var property in all?.EnumerateObject() ?? default)
        {
            var at = $"{pointer}/changes/{FieldPath.Escape(property.Name)}";
            if (!FieldPath.IsField(property.Name))
            {
                draft.Fail(at, FieldPath.NoSuchField);
                continue;
            }

            var rule = ValueRuleReader.Read(property.Value, at, draft);
            ValueRuleReader.CheckConstants(property.Name, rule, at, draft);
            changes[property.Name] = rule.In(unit);
        }

        if (!json.TryGetProperty("changes", out _) || all?.EnumerateObject().Any() == false)
        {
            draft.Fail(pointer + "/changes", "Must map at least one field.");
        }

        return changes;
    }
}
