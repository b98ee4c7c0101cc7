using System.Text;
using ContactRelay.Contacts;
using ContactRelay.Providers;
using ContactRelay.Providers.Bosscart;
using ContactRelay.Providers.Kulea;
using ContactRelay.Tenants;

namespace ContactRelay.Simulation.Providers;

/// <summary>A tenant of the simulation: its document, and how its provider names things.</summary>
internal sealed class SimulatedTenant
{
    /// <summary>Stateless, so that all runs may share them.</summary>
    public static readonly ProviderRegistry Registry = new([new KuleaProvider(), new BosscartProvider()]);

    public static readonly TenantReader Reader = new(Registry, new BaseUrlRule(AllowLocal: false));

    private static readonly Dictionary<string, string> Names = new()
    {
        ["firstName"] = "forename",
        ["lastName"] = "surname",
        ["phone"] = "phone",
        ["company"] = "companyName",
        ["email"] = "email",
    };

    public SimulatedTenant(string id, bool isKulea, bool isEach, string maxAge, string limits = "")
    {
        (Id, IsKulea, IsEach) = (id, isKulea, isEach);
        Fields = isKulea ? ["firstName", "lastName", "fields.score"] : ["phone", "company", "fields.score"];
        Document = Write("", limits, maxAge);
        Read = Reader.Read(Document).Tenant!;
        EditedDocument = Write("""  "fieldMap": { "fields.unused": "other name" },""", limits, maxAge);
    }

    public string Id { get; }

    public bool IsKulea { get; }

    /// <summary>Whether each update is to be a call of its own.</summary>
    public bool IsEach { get; }

    /// <summary>The paths that its updates change, beside tags.</summary>
    public string[] Fields { get; }

    public string Secret => Id + "-key";

    public byte[] Document { get; }

    /// <summary>What the document says.</summary>
    public Tenant Read { get; }

    /// <summary>The document after an edit that changes nothing for the updates.</summary>
    public byte[] EditedDocument { get; }

    /// <summary>The provider's name of a field.</summary>
    public static string NameOf(string path) => FieldPath.IsOwn(path) ? FieldPath.OwnName(path) : Names[path];

    private byte[] Write(string more, string limits, string maxAge) => Encoding.UTF8.GetBytes($$"""
        { "id": "{{Id}}", "provider": "{{(IsKulea ? "kulea" : "bosscart")}}", "baseUrl": "https://{{Id}}.example.com",
          "apiKeySecret": "{{Secret}}",{{more}} "delivery": "{{(IsEach ? "each" : "merge")}}", "limits": { {{limits}} "maxAge": "{{maxAge}}" } }
        """);
}
