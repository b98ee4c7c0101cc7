using ContactRelay.Tenants;
using Xunit;

namespace ContactRelay.Tests.Tenants;

public sealed class TenantReaderTests : TenantReaderTest
{
    private const string Sha = "2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b";

    [Fact]
    public void Read_document_of_the_design_is_a_tenant()
    {
        var tenant = ReadTenant($$"""
            { "id": "acme", "provider": "kulea", "baseUrl": "https://acme.prod.kulea.marketing:8089", "apiKeySecret": "acme-kulea",
              "settings": { }, "fieldMap": { "company": "company name", "fields.leadScore": "lead score" },
              "limits": { "requestsPerSecond": 5, "concurrency": 4, "maxAge": "3.00:00:00", "deadLetterAge": "30.00:00:00" },
              "callers": [ { "name": "website", "keySha256": "{{Sha}}" } ], "hooks": { } }
            """);

        Assert.Equal("acme", tenant.Id);
        Assert.Equal("kulea", tenant.Provider);
        Assert.Equal("https://acme.prod.kulea.marketing:8089", tenant.BaseUrl);
        Assert.Equal("acme-kulea", tenant.ApiKeySecret);
        Assert.Equal(new Dictionary<string, string> { ["company"] = "company name", ["fields.leadScore"] = "lead score" }, tenant.FieldMap);
        Assert.Equal(new TenantLimits { RequestsPerSecond = 5, Concurrency = 4, MaxAge = TimeSpan.FromDays(3), DeadLetterAge = TimeSpan.FromDays(30) }, tenant.Limits);
        var caller = Assert.Single(tenant.Callers);
        Assert.Equal("website", caller.Name);
        Assert.Equal(Sha, Convert.ToHexStringLower(caller.KeySha256.Span));
    }

    [Fact]
    public void Read_smallest_document_has_the_defaults()
    {
        var tenant = ReadTenant(Kulea());

        Assert.Equal(new TenantLimits { MaxAge = TimeSpan.FromDays(3), DeadLetterAge = TimeSpan.FromDays(90) }, tenant.Limits);
        Assert.Empty(tenant.FieldMap);
        Assert.Empty(tenant.Callers);
        Assert.False(tenant.DeliverEach);
        Assert.False(tenant.IgnoreUnmapped);
        Assert.Null(tenant.Settings.Method);
        Assert.Empty(tenant.Settings.TagIds);
    }

    [Fact]
    public void Read_schema_property_is_allowed() => Assert.Equal("acme", ReadTenant(Kulea("\"$schema\":\"tenant.schema.json\"")).Id);

    [Theory]
    [InlineData("\"delivery\":\"each\"", true)]
    [InlineData("\"delivery\":\"merge\"", false)]
    public void Read_delivery_is_each_or_merge(string property, bool isEach) => Assert.Equal(isEach, ReadTenant(Kulea(property)).DeliverEach);

    [Theory]
    [InlineData("\"unmapped\":\"ignore\"", true)]
    [InlineData("\"unmapped\":\"refuse\"", false)]
    public void Read_unmapped_is_ignore_or_refuse(string property, bool isIgnore) =>
        Assert.Equal(isIgnore, ReadTenant(Kulea(property)).IgnoreUnmapped);

    [Theory]
    [InlineData("00:01:00", 1)]
    [InlineData("12:00:00", 720)]
    [InlineData("30.00:00:00", 43200)]
    public void Read_max_age_is_from_a_minute_to_30_days(string text, int minutes) =>
        Assert.Equal(TimeSpan.FromMinutes(minutes), ReadTenant(Kulea("\"limits\":{\"maxAge\":\"" + text + "\"}")).Limits.MaxAge);

    [Fact]
    public void Read_simvoly_is_bosscart()
    {
        var tenant = ReadTenant("""{"id":"a","provider":"simvoly","baseUrl":"https://shop.example/","apiKeySecret":"a-s"}""");

        Assert.Equal("bosscart", tenant.Provider);
        Assert.Equal("https://shop.example", tenant.BaseUrl);
    }

    [Fact]
    public void Read_campaignlark_has_a_base_url_of_its_own_and_its_settings()
    {
        var tenant = ReadTenant(
            """{"id":"a","provider":"campaignlark","apiKeySecret":"a-s","settings":{"tagIds":{"vip":7,"a/b":9007199254740993},"defaultStatus":"UNCONFIRMED"}}""");

        Assert.Equal("https://api.campaignlark.com", tenant.BaseUrl);
        Assert.Equal("UNCONFIRMED", tenant.Settings.DefaultStatus);
        Assert.Equal(new Dictionary<string, long> { ["vip"] = 7, ["a/b"] = 9007199254740993 }, tenant.Settings.TagIds);
    }

    [Fact]
    public void Read_campaignlark_base_url_may_be_another() =>
        Assert.Equal(
            "https://eu.campaignlark.example",
            ReadTenant("""{"id":"a","provider":"campaignlark","apiKeySecret":"a-s","baseUrl":"https://eu.campaignlark.example"}""").BaseUrl);

    [Theory]
    [InlineData("", null)]
    [InlineData(",\"transport\":\"rest\"", "rest")]
    [InlineData(",\"transport\":\"xmlrpc\"", "xmlrpc")]
    public void Read_everlytic_has_a_user_name_and_a_transport(string more, string? transport)
    {
        var tenant = ReadTenant(
            $$$"""{"id":"a","provider":"everlytic","baseUrl":"https://e.example","apiKeySecret":"a-s","settings":{"username":"ada"{{{more}}}}}""");

        Assert.Equal("ada", tenant.Settings.Username);
        Assert.Equal(transport, tenant.Settings.Transport);
    }

    [Theory]
    [InlineData("POST")]
    [InlineData("PUT")]
    public void Read_kulea_method_is_a_setting(string method) =>
        Assert.Equal(method, ReadTenant(Kulea("\"settings\":{\"method\":\"" + method + "\"}")).Settings.Method);

    [Theory]
    [InlineData("email")]
    [InlineData("address.postalCode")]
    [InlineData("subscription")]
    [InlineData("fields.x.y/z ~")]
    public void Read_field_map_takes_canonical_and_own_fields(string path) =>
        Assert.Equal("to", ReadTenant(Kulea("\"fieldMap\":{\"" + path + "\":\"to\"}")).FieldMap[path]);

    [Theory]
    [InlineData("http://127.0.0.1:7072/kulea")]
    [InlineData("http://localhost:7072")]
    [InlineData("https://10.0.0.4")]
    public void Read_local_base_url_is_allowed_where_the_rule_says_so(string url)
    {
        var document = $$"""{"id":"a","provider":"kulea","baseUrl":"{{url}}","apiKeySecret":"a-s"}""";

        Assert.Equal(["/baseUrl"], Pointers(document));
        Assert.Equal(url, ReadTenant(document, allowLocal: true).BaseUrl);
    }

    [Fact]
    public void Read_base_url_loses_the_slashes_at_its_end() =>
        Assert.Equal("https://acme.example/crm", ReadTenant("""{"id":"a","provider":"kulea","baseUrl":"https://acme.example/crm//","apiKeySecret":"a-s"}""").BaseUrl);
}
