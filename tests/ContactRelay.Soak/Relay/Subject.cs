using System.Globalization;
using System.Text.Json.Nodes;
using ContactRelay.Sandbox;

namespace ContactRelay.Soak.Relay;

/// <summary>A tenant that updates are sent for.</summary>
/// <param name="Tenant">Its id, and the name of its secret.</param>
/// <param name="Call">The sandbox's name of the provider call.</param>
/// <param name="Contacts">The sandbox's name of the provider whose contacts it changes.</param>
/// <param name="ApiKey">Its key at the provider.</param>
/// <param name="Settings">The settings in its document, as JSON.</param>
/// <param name="FirstId">Its first contact's number, where ids are numbers; null where they are any text.</param>
/// <param name="Fields">The fields that are sent, and what the provider calls each.</param>
internal sealed record Subject(
    string Tenant, string Call, string Contacts, string ApiKey, string Settings, long? FirstId, IReadOnlyDictionary<string, string> Fields)
{
    /// <summary>The key that all of the tenants' callers send.</summary>
    public const string CallerKey = "demo-key";

    private const string CallerKeySha256 = "c48a01f49fd0f2cc404bc3cbbc80e91457a3d41bb429a695243de4c61794155c";
    private const string EverlyticSettings = $$"""{ "username": "{{SandboxKeys.EverlyticUsername}}" }""";
    private const string XmlRpcSettings = $$"""{ "username": "{{SandboxKeys.EverlyticUsername}}", "transport": "xmlrpc" }""";

    private static readonly Dictionary<string, string> EverlyticFields = new()
    {
        ["firstName"] = "name",
        ["lastName"] = "lastname",
        ["company"] = "company_name",
        ["address.city"] = "city",
    };

    /// <summary>One for each of the five provider calls.</summary>
    public static IReadOnlyList<Subject> All { get; } =
    [
        new("soak-kulea", "kulea", "kulea", SandboxKeys.Kulea, "{}", null, new Dictionary<string, string>
        {
            ["firstName"] = "forename", ["lastName"] = "surname", ["fields.town"] = "town", ["fields.team"] = "team",
        }),
        new("soak-bosscart", "bosscart", "bosscart", SandboxKeys.Bosscart, "{}", 7_100_000_000, new Dictionary<string, string>
        {
            ["email"] = "email", ["name"] = "name", ["phone"] = "phone", ["company"] = "companyName",
        }),
        new("soak-campaignlark", "campaignlark", "campaignlark", SandboxKeys.CampaignLark, """{ "defaultStatus": "SUBSCRIBED" }""", null, new Dictionary<string, string>
        {
            ["email"] = "email_address", ["firstName"] = "first_name", ["lastName"] = "last_name", ["fields.town"] = "town",
        }),
        new("soak-everlytic", "everlytic", "everlytic", SandboxKeys.Everlytic, EverlyticSettings, 72_000_000, EverlyticFields),
        new("soak-xmlrpc", "everlytic-xmlrpc", "everlytic", SandboxKeys.Everlytic, XmlRpcSettings, 73_000_000, EverlyticFields),
    ];

    private string Provider => Contacts;

    /// <summary>The id of its contact with this number.</summary>
    public string Contact(int number) => FirstId is { } first
        ? (first + number).ToString(CultureInfo.InvariantCulture)
        : string.Create(CultureInfo.InvariantCulture, $"soak-contact-{number}");

    /// <summary>Its document, with the sandbox as its provider.</summary>
    public string Document(Uri sandbox) =>
        $$"""
        { "id": "{{Tenant}}", "provider": "{{Provider}}", "baseUrl": "{{sandbox}}", "apiKeySecret": "{{Tenant}}", "settings": {{Settings}},
          "callers": [ { "name": "soak", "keySha256": "{{CallerKeySha256}}" } ] }
        """;

    /// <summary>An update that gives the fields the values.</summary>
    public static JsonObject Update(IEnumerable<KeyValuePair<string, string>> values)
    {
        var update = new JsonObject();
        foreach (var (path, value) in values)
        {
            if (path.Split('.') is [var group, var name])
            {
                (update[group] ??= new JsonObject())[name] = value;
            }
            else
            {
                update[path] = value;
            }
        }

        return update;
    }
}
