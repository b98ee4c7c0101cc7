using System.Globalization;
using System.Text.Json;
using System.Text.Unicode;
using ContactRelay.Contacts;
using ContactRelay.Intake.Hooks;
using ContactRelay.Providers;

namespace ContactRelay.Tenants;

/// <summary>
/// Reads a tenant's document. Every property is checked and an unknown one is refused, since a misspelt
/// <c>fieldMap</c> that is quietly passed over costs its owner updates.
/// </summary>
public sealed class TenantReader(ProviderRegistry providers, BaseUrlRule baseUrls)
{
    private const int MaxIdLength = 63;

    private static readonly HashSet<string> Properties = new(StringComparer.Ordinal)
    {
        "$schema", "id", "provider", "baseUrl", "apiKeySecret", "settings", "fieldMap", "limits", "callers", "hooks",
        "delivery", "unmapped", TenantAdmin.Hold,
    };

    /// <summary>Whether a tenant may have this id.</summary>
    public static bool IsId(string id) =>
        id.Length is > 0 and <= MaxIdLength && id.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');

    /// <summary>Whether a secret may have this name: those that a key vault allows.</summary>
    internal static bool IsSecretName(string name) =>
        name.Length is > 0 and <= 127 && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '-');

    /// <summary>Reads the UTF-8 bytes of a document; one that is stored already may break a rule that is newer than it.</summary>
    public TenantResult Read(ReadOnlyMemory<byte> document, bool isStored = false)
    {
        if (!Utf8.IsValid(document.Span))
        {
            return new(null, [new("", "The document is not UTF-8.")], IsSyntax: true);
        }

        try
        {
            using var json = JsonDocument.Parse(document, new JsonDocumentOptions { AllowDuplicateProperties = false });
            return Read(json.RootElement, isStored);
        }
        catch (InvalidOperationException)
        {
            return new(null, [new("", "The document holds half of a surrogate pair, which is not Unicode text.")]);
        }
        catch (JsonException e)
        {
            return new(null, [new("", $"The document is not JSON, or a name comes twice: line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}.")], IsSyntax: true);
        }
    }

    private TenantResult Read(JsonElement root, bool isStored)
    {
        var draft = new DocumentDraft();
        if (!draft.IsObject(root, "", Properties))
        {
            return new(null, draft.Errors);
        }

        var id = draft.Text(root, "", "id") ?? "";
        if (!IsId(id))
        {
            draft.Fail("/id", $"Must be 1 to {MaxIdLength} lower-case letters, digits and hyphens.");
        }

        var name = draft.Text(root, "", "provider") ?? "";
        var provider = providers.Find(name);
        if (provider is null)
        {
            draft.Fail("/provider", "Must be one of " + string.Join(", ", providers.All.Select(known => known.Description.Name)) + ".");
            return new(null, draft.Errors);
        }

        var tenant = new Tenant
        {
            Id = id,
            Provider = provider.Description.Name,
            BaseUrl = ReadBaseUrl(root, provider.Description, draft),
            ApiKeySecret = ReadSecretName(root, draft),
            Settings = SettingsReader.Read(root, provider.Description, draft),
            FieldMap = ReadFieldMap(root, draft),
            Limits = ReadLimits(root, draft),
            Callers = CallerReader.Read(root, draft),
            Hooks = HookReader.Read(root, draft),
            DeliverEach = draft.OneOf(root, "", "delivery", ["merge", "each"]) == "each",
            IgnoreUnmapped = draft.OneOf(root, "", "unmapped", ["refuse", "ignore"]) == "ignore",
        };
        if (draft.Errors.Count == 0)
        {
            draft.Fail(SecretNames.Check(tenant, isStored));
        }

        return draft.Errors.Count > 0 ? new(null, draft.Errors) : new(tenant, []);
    }

    private string ReadBaseUrl(JsonElement root, ProviderDescription provider, DocumentDraft draft)
    {
        var url = draft.Text(root, "", "baseUrl") ?? provider.DefaultBaseUrl;
        if (url is null)
        {
            draft.Fail("/baseUrl", $"Is missing: {provider.Name} has an address for each of its customers.");
        }
        else if (baseUrls.Check(url) is { } wrong)
        {
            draft.Fail("/baseUrl", wrong);
        }

        return (url ?? "").TrimEnd('/');
    }

    private static string ReadSecretName(JsonElement root, DocumentDraft draft)
    {
        var name = draft.Text(root, "", "apiKeySecret") ?? "";
        if (!IsSecretName(name))
        {
            draft.Fail("/apiKeySecret", "Must name a secret: 1 to 127 letters, digits and hyphens.");
        }

        return name;
    }

    private static Dictionary<string, string> ReadFieldMap(JsonElement root, DocumentDraft draft)
    {
        var map = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (path, name, pointer) in draft.Texts(root, "", "fieldMap"))
        {
            if (!FieldPath.IsField(path))
            {
                draft.Fail(pointer, FieldPath.NoSuchField);
            }
            else if (name.Length == 0)
            {
                draft.Fail(pointer, "Must name the provider's field.");
            }

            map[path] = name;
        }

        return map;
    }

    private static TenantLimits ReadLimits(JsonElement root, DocumentDraft draft)
    {
        if (draft.Object(root, "", "limits", ["requestsPerSecond", "concurrency", "maxAge", "deadLetterAge"]) is not { } limits)
        {
            return new();
        }

        var usual = new TenantLimits();
        return new()
        {
            RequestsPerSecond = draft.Positive(limits, "/limits", "requestsPerSecond"),
            Concurrency = draft.Positive(limits, "/limits", "concurrency"),
            MaxAge = ReadAge(limits, "maxAge", TimeSpan.FromMinutes(1), TimeSpan.FromDays(30), draft) ?? usual.MaxAge,
            DeadLetterAge = ReadAge(limits, "deadLetterAge", TimeSpan.FromDays(1), TimeSpan.FromDays(365), draft) ?? usual.DeadLetterAge,
        };
    }

    private static TimeSpan? ReadAge(JsonElement limits, string name, TimeSpan least, TimeSpan most, DocumentDraft draft)
    {
        if (draft.Text(limits, "/limits", name) is not { } text)
        {
            return null;
        }

        if (!TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var age) || age < least || age > most)
        {
            var from = least < TimeSpan.FromDays(1) ? "one minute" : "one day";
            draft.Fail($"/limits/{name}", $"Must be days.hours:minutes:seconds, such as 3.00:00:00, from {from} to {most.Days} days.");
        }

        return age;
    }
}
