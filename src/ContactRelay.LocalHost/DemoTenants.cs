using System.Text;
using ContactRelay.Functions.Http;
using ContactRelay.Sandbox;

namespace ContactRelay.LocalHost;

/// <summary>One tenant for each of the five provider calls, all at the sandbox, and an update for each to begin with.</summary>
internal static class DemoTenants
{
    /// <summary>The caller key of all of them.</summary>
    public const string CallerKey = "demo-key";

    // The SHA-256 of the caller key.
    private const string CallerKeySha256 = "c48a01f49fd0f2cc404bc3cbbc80e91457a3d41bb429a695243de4c61794155c";

    private static readonly Demo[] All =
    [
        new("demo-kulea", "kulea", "4294967668", SandboxKeys.Kulea,
            """ "fieldMap": { "company": "company name", "fields.leadScore": "lead score" } """,
            """{"firstName":"Junaid","lastName":"Bakali","company":"Bakali & Sons","fields":{"leadScore":42}}"""),
        new("demo-bosscart", "bosscart", "1001", SandboxKeys.Bosscart,
            """ "settings": {} """,
            """{"email":"ada@example.com","firstName":"Ada","lastName":"Lovelace","tags":["newsletter"]}"""),
        new("demo-campaignlark", "campaignlark", "64f1a2b3c4d5e6f7a8b9c0d1", SandboxKeys.CampaignLark,
            """ "settings": { "tagIds": { "vip": 7, "newsletter": 12 } } """,
            """{"email":"grace@example.com","firstName":"Grace","subscription":"subscribed","tags":["vip"]}"""),
        new("demo-everlytic", "everlytic", "2001", SandboxKeys.Everlytic,
            $$""" "settings": { "username": "{{SandboxKeys.EverlyticUsername}}" } """,
            """{"firstName":"Lindiwe","lastName":"Nkosi","subscription":"subscribed","tags":["vip","spring"]}"""),
        new("demo-everlytic-xmlrpc", "everlytic", "2002", SandboxKeys.Everlytic,
            $$""" "settings": { "username": "{{SandboxKeys.EverlyticUsername}}", "transport": "xmlrpc" } """,
            """{"firstName":"Zoë","lastName":"van der Merwe","jobTitle":"Engineer"}"""),
    ];

    /// <summary>The tenants' documents.</summary>
    public static IEnumerable<(string Name, byte[] Document)> Documents(Uri sandbox) =>
        All.Select(demo => (demo.Tenant, Encoding.UTF8.GetBytes(demo.Document(sandbox))));

    /// <summary>Their secrets, as configuration.</summary>
    public static IEnumerable<KeyValuePair<string, string?>> Secrets =>
        All.Select(demo => KeyValuePair.Create($"Secrets:{demo.Tenant}", (string?)demo.ApiKey));

    /// <summary>What the console offers: them where there is a sandbox, and the admin key where everybody knows it.</summary>
    public static ConsoleSetup ForConsole(LocalHostOptions options) => new()
    {
        AdminKey = options.IsAdminKeyKnown ? options.AdminKey : null,
        Demos = options.Sandbox is null ? [] : [.. All.Select(demo => new ConsoleDemo(demo.Tenant, CallerKey, demo.Provider, demo.ContactId, demo.Patch))],
    };

    /// <summary>For each a command line that sends an update.</summary>
    public static IEnumerable<string> CurlLines(string api) => All.Select(demo =>
        $"curl -i -X PATCH {api}/api/tenants/{demo.Tenant}/contacts/{demo.ContactId} -H 'Authorization: Bearer {CallerKey}' "
        + $"-H 'Content-Type: application/merge-patch+json' -d '{demo.Patch}'");

    private sealed record Demo(string Tenant, string Provider, string ContactId, string ApiKey, string Properties, string Patch)
    {
        public string Document(Uri sandbox) =>
            $$"""
            {
              "id": "{{Tenant}}", "provider": "{{Provider}}", "baseUrl": "{{sandbox}}", "apiKeySecret": "{{Tenant}}",
              "callers": [ { "name": "demo", "keySha256": "{{CallerKeySha256}}" } ],
              {{Properties.Trim()}}
            }
            """;
    }
}
