using ContactRelay.Tenants;

namespace ContactRelay.Tests.Providers;

/// <summary>Makes tenants, with no more said about them than a test needs.</summary>
internal sealed class TenantBuilder
{
    private Tenant _tenant;

    private TenantBuilder(string provider, string baseUrl) => _tenant = new()
    {
        Id = "acme",
        Provider = provider,
        BaseUrl = baseUrl,
        ApiKeySecret = "acme-key",
    };

    public static TenantBuilder Kulea() => new("kulea", "https://acme.prod.kulea.marketing:8089");

    public static TenantBuilder Bosscart() => new("bosscart", "https://shop.example");

    public static TenantBuilder CampaignLark() => new("campaignlark", "https://api.campaignlark.com");

    public static TenantBuilder Everlytic(string transport = "rest") =>
        new TenantBuilder("everlytic", "https://live.everlytic.example").With(new() { Username = "ada", Transport = transport });

    public TenantBuilder With(TenantSettings settings)
    {
        _tenant = _tenant with { Settings = settings };
        return this;
    }

    public TenantBuilder Map(string path, string name)
    {
        _tenant = _tenant with { FieldMap = new Dictionary<string, string>(_tenant.FieldMap) { [path] = name } };
        return this;
    }

    public Tenant Build() => _tenant;
}
