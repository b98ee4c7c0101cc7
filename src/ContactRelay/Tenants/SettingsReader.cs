using System.Text.Json;
using ContactRelay.Contacts;
using ContactRelay.Providers;

namespace ContactRelay.Tenants;

/// <summary>Reads the settings that a tenant's provider has.</summary>
internal static class SettingsReader
{
    private const string Pointer = "/settings";
    private static readonly string[] Methods = ["POST", "PUT"];
    private static readonly string[] Transports = ["rest", "xmlrpc"];

    public static TenantSettings Read(JsonElement root, ProviderDescription provider, DocumentDraft draft)
    {
        var settings = draft.Object(root, "", "settings", provider.Settings) ?? default;
        foreach (var name in provider.RequiredSettings)
        {
            if (settings.ValueKind != JsonValueKind.Object || !settings.TryGetProperty(name, out _))
            {
                draft.Fail($"{Pointer}/{name}", $"Is missing: {provider.Name} cannot be called without it.");
            }
        }

        return settings.ValueKind != JsonValueKind.Object ? new() : new()
        {
            Method = draft.OneOf(settings, Pointer, "method", Methods),
            TagIds = ReadTagIds(settings, draft),
            DefaultStatus = draft.OneOf(settings, Pointer, "defaultStatus", provider.Statuses),
            Username = ReadUsername(settings, draft),
            Transport = draft.OneOf(settings, Pointer, "transport", Transports),
        };
    }

    private static string? ReadUsername(JsonElement settings, DocumentDraft draft)
    {
        var name = draft.Text(settings, Pointer, "username");
        if (name is "" || (name is not null && (name.Contains(':', StringComparison.Ordinal) || name.Any(char.IsControl))))
        {
            // RFC 7617, section 2.
            draft.Fail($"{Pointer}/username", "Must not be empty, and must hold neither a colon nor a control character.");
        }

        return name;
    }

    private static Dictionary<string, long> ReadTagIds(JsonElement settings, DocumentDraft draft)
    {
        var ids = new Dictionary<string, long>(StringComparer.Ordinal);
        if (draft.Object(settings, Pointer, "tagIds", allowed: null) is not { } tags)
        {
            return ids;
        }

        foreach (var tag in tags.EnumerateObject())
        {
            if (tag.Value.ValueKind == JsonValueKind.Number && tag.Value.TryGetInt64(out var id))
            {
                ids[tag.Name] = id;
            }
            else
            {
                draft.Fail($"{Pointer}/tagIds/{FieldPath.Escape(tag.Name)}", "Must be the tag's integer id.");
            }
        }

        return ids;
    }
}
