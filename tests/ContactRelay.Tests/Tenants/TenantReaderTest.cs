using System.Text;
using ContactRelay.Providers;
using ContactRelay.Providers.Bosscart;
using ContactRelay.Providers.CampaignLark;
using ContactRelay.Providers.Everlytic;
using ContactRelay.Providers.Kulea;
using ContactRelay.Tenants;
using Xunit;

namespace ContactRelay.Tests.Tenants;

/// <summary>A reader with all providers, and the smallest document to put properties into.</summary>
public abstract class TenantReaderTest
{
    private static readonly ProviderRegistry Providers =
        new([new KuleaProvider(), new BosscartProvider(), new CampaignLarkProvider(), new EverlyticProvider()]);

    protected static TenantResult Read(string document, bool allowLocal = false, bool isStored = false) =>
        new TenantReader(Providers, new BaseUrlRule(allowLocal)).Read(Encoding.UTF8.GetBytes(document), isStored);

    protected static Tenant ReadTenant(string document, bool allowLocal = false)
    {
        var result = Read(document, allowLocal);
        Assert.Empty(result.Errors);
        return result.Tenant!;
    }

    protected static string[] Pointers(string document)
    {
        var result = Read(document);
        Assert.Null(result.Tenant);
        return [.. result.Errors.Select(error => error.Pointer)];
    }

    /// <summary>A Kulea tenant's document with more properties in it.</summary>
    protected static string Kulea(string more = "") =>
        $$"""{"id":"acme","provider":"kulea","baseUrl":"https://acme.example","apiKeySecret":"acme-kulea"{{(more.Length > 0 ? "," + more : "")}}}""";
}
