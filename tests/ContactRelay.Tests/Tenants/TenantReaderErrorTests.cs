using System.Text;
using ContactRelay.Providers;
using ContactRelay.Tenants;
using Xunit;

namespace ContactRelay.Tests.Tenants;

public sealed class TenantReaderErrorTests : TenantReaderTest
{
    private const string Sha = "2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b";

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("id: acme")]
    [InlineData("{} {}")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("\"acme\"")]
    [InlineData("""{"id":"a","id":"a"}""")]
    public void Read_not_one_object_points_at_the_whole(string document) => Assert.Equal([""], Pointers(document));

    [Theory]
    [InlineData("""{"fieldMap":{"company":"a","company":"b"}}""")]
    [InlineData("""{"settings":{"method":"PUT","method":"PUT"}}""")]
    [InlineData("""{"callers":[{"name":"a","name":"b"}]}""")]
    public void Read_name_that_comes_twice_within_is_refused(string document) => Assert.Equal([""], Pointers(document));

    [Theory]
    [InlineData("\"\"")]
    [InlineData("\"Acme\"")]
    [InlineData("\"a b\"")]
    [InlineData("\"a_b\"")]
    [InlineData("\"a/b\"")]
    [InlineData("\"é\"")]
    [InlineData("\"a234567890123456789012345678901234567890123456789012345678901234\"")]
    public void Read_bad_id_points_at_it(string id) =>
        Assert.Equal(["/id"], Pointers($$"""{"id":{{id}},"provider":"kulea","baseUrl":"https://a.example","apiKeySecret":"a-s"}"""));

    [Fact]
    public void Read_missing_properties_point_at_each() => Assert.Equal(["/id", "/baseUrl", "/apiKeySecret"], Pointers("""{"provider":"kulea"}"""));

    [Theory]
    [InlineData("""{"id":"a","baseUrl":"https://a.example","apiKeySecret":"a-s"}""")]
    [InlineData("""{"id":"a","provider":"hubspot","baseUrl":"https://a.example","apiKeySecret":"a-s"}""")]
    [InlineData("""{"id":"a","provider":"Kulea","baseUrl":"https://a.example","apiKeySecret":"a-s"}""")]
    public void Read_unknown_provider_points_at_it(string document) => Assert.Equal(["/provider"], Pointers(document));

    [Theory]
    [InlineData("\"apiKeySecret\":\"\"", "/apiKeySecret")]
    [InlineData("\"apiKeySecret\":\"a_b\"", "/apiKeySecret")]
    [InlineData("\"apiKeySecret\":\"a/b\"", "/apiKeySecret")]
    [InlineData("\"apiKeySecret\":null", "/apiKeySecret")]
    public void Read_bad_secret_name_points_at_it(string property, string pointer) =>
        Assert.All(Pointers($$"""{"id":"a","provider":"kulea","baseUrl":"https://a.example",{{property}}}"""), actual => Assert.Equal(pointer, actual));

    [Theory]
    [InlineData("\"nonsense\":1", "/nonsense")]
    [InlineData("\"fieldmap\":{}", "/fieldmap")]
    [InlineData("\"a/b~c\":1", "/a~1b~0c")]
    [InlineData("\"delivery\":\"all\"", "/delivery")]
    [InlineData("\"delivery\":true", "/delivery")]
    [InlineData("\"unmapped\":\"drop\"", "/unmapped")]
    [InlineData("\"unmapped\":null", "/unmapped")]
    [InlineData("\"settings\":[]", "/settings")]
    [InlineData("\"settings\":{\"Method\":\"PUT\"}", "/settings/Method")]
    [InlineData("\"settings\":{\"tagIds\":{}}", "/settings/tagIds")]
    [InlineData("\"settings\":{\"method\":\"PATCH\"}", "/settings/method")]
    [InlineData("\"settings\":{\"method\":\"put\"}", "/settings/method")]
    [InlineData("\"settings\":{\"method\":1}", "/settings/method")]
    [InlineData("\"fieldMap\":[]", "/fieldMap")]
    [InlineData("\"fieldMap\":{\"company\":1}", "/fieldMap/company")]
    [InlineData("\"fieldMap\":{\"company\":\"\"}", "/fieldMap/company")]
    [InlineData("\"fieldMap\":{\"compnay\":\"a\"}", "/fieldMap/compnay")]
    [InlineData("\"fieldMap\":{\"address\":\"a\"}", "/fieldMap/address")]
    [InlineData("\"fieldMap\":{\"address.zip\":\"a\"}", "/fieldMap/address.zip")]
    [InlineData("\"fieldMap\":{\"fields.\":\"a\"}", "/fieldMap/fields.")]
    [InlineData("\"fieldMap\":{\"a/b~c\":\"a\"}", "/fieldMap/a~1b~0c")]
    [InlineData("\"fieldMap\":{\"fields.a/b\":1}", "/fieldMap/fields.a~1b")]
    [InlineData("\"limits\":5", "/limits")]
    [InlineData("\"limits\":{\"perSecond\":5}", "/limits/perSecond")]
    [InlineData("\"limits\":{\"requestsPerSecond\":0}", "/limits/requestsPerSecond")]
    [InlineData("\"limits\":{\"requestsPerSecond\":-1}", "/limits/requestsPerSecond")]
    [InlineData("\"limits\":{\"requestsPerSecond\":1.5}", "/limits/requestsPerSecond")]
    [InlineData("\"limits\":{\"requestsPerSecond\":\"5\"}", "/limits/requestsPerSecond")]
    [InlineData("\"limits\":{\"requestsPerSecond\":4294967296}", "/limits/requestsPerSecond")]
    [InlineData("\"limits\":{\"concurrency\":0}", "/limits/concurrency")]
    [InlineData("\"limits\":{\"maxAge\":72}", "/limits/maxAge")]
    [InlineData("\"limits\":{\"maxAge\":\"three days\"}", "/limits/maxAge")]
    [InlineData("\"limits\":{\"maxAge\":\"00:00:59\"}", "/limits/maxAge")]
    [InlineData("\"limits\":{\"maxAge\":\"30.00:00:01\"}", "/limits/maxAge")]
    [InlineData("\"limits\":{\"maxAge\":\"-1.00:00:00\"}", "/limits/maxAge")]
    [InlineData("\"limits\":{\"deadLetterAge\":90}", "/limits/deadLetterAge")]
    [InlineData("\"limits\":{\"deadLetterAge\":\"23:59:59\"}", "/limits/deadLetterAge")]
    [InlineData("\"limits\":{\"deadLetterAge\":\"365.00:00:01\"}", "/limits/deadLetterAge")]
    [InlineData("\"callers\":{}", "/callers")]
    [InlineData("\"callers\":[1]", "/callers/0")]
    [InlineData("\"callers\":[{\"name\":\"a\"}]", "/callers/0/keySha256")]
    [InlineData("\"callers\":[{\"name\":\"a\",\"keySha256\":\"ab\"}]", "/callers/0/keySha256")]
    [InlineData("\"callers\":[{\"name\":\"a\",\"keySha256\":\"2BB80D537B1DA3E38BD30361AA855686BDE0EACD7162FEF6A25FE97BF527A25B\"}]", "/callers/0/keySha256")]
    [InlineData("\"callers\":[{\"name\":1,\"keySha256\":\"" + Sha + "\"}]", "/callers/0/name")]
    [InlineData("\"callers\":[{\"name\":\"a\",\"keySha256\":\"" + Sha + "\"},{\"key\":\"a\",\"keySha256\":\"" + Sha + "\"}]", "/callers/1/key")]
    [InlineData("\"hooks\":5", "/hooks")]
    public void Read_wrong_property_points_at_it(string property, string pointer) => Assert.Equal([pointer], Pointers(Kulea(property)));

    [Theory]
    [InlineData("bosscart", "\"settings\":{\"method\":\"PUT\"}", "/settings/method")]
    [InlineData("campaignlark", "\"settings\":{\"tagIds\":[]}", "/settings/tagIds")]
    [InlineData("campaignlark", "\"settings\":{\"tagIds\":{\"a/b\":\"7\"}}", "/settings/tagIds/a~1b")]
    [InlineData("campaignlark", "\"settings\":{\"tagIds\":{\"a\":1.5}}", "/settings/tagIds/a")]
    [InlineData("campaignlark", "\"settings\":{\"defaultStatus\":\"subscribed\"}", "/settings/defaultStatus")]
    [InlineData("everlytic", "\"settings\":{}", "/settings/username")]
    [InlineData("everlytic", "\"hooks\":{}", "/settings/username")]
    [InlineData("everlytic", "\"settings\":{\"username\":5}", "/settings/username")]
    [InlineData("everlytic", "\"settings\":{\"username\":\"a\",\"transport\":\"soap\"}", "/settings/transport")]
    [InlineData("everlytic", "\"settings\":{\"username\":\"\"}", "/settings/username")]
    [InlineData("everlytic", "\"settings\":{\"username\":\"a:b\"}", "/settings/username")]
    public void Read_wrong_setting_of_a_provider_points_at_it(string provider, string property, string pointer) =>
        Assert.Equal(
            [pointer],
            Pointers($$"""{"id":"a","provider":"{{provider}}","baseUrl":"https://a.example","apiKeySecret":"a-s",{{property}}}"""));

    [Theory]
    [InlineData("\"http://acme.example\"")]
    [InlineData("\"https://127.0.0.1\"")]
    [InlineData("\"https://169.254.169.254\"")]
    [InlineData("\"acme.example\"")]
    [InlineData("\"\"")]
    [InlineData("\" https://acme.example\"")]
    [InlineData("\"https://acme.example \"")]
    [InlineData("\"https://acme.example?x=1\"")]
    [InlineData("\"https://acme.example/?\"")]
    [InlineData("\"https://acme.example/#\"")]
    public void Read_bad_base_url_points_at_it(string url) =>
        Assert.Equal(["/baseUrl"], Pointers($$"""{"id":"a","provider":"kulea","baseUrl":{{url}},"apiKeySecret":"a-s"}"""));

    [Theory]
    [InlineData("""{"id":"\ud800"}""")]
    [InlineData("""{"\ud800":1}""")]
    [InlineData("""{"id":"a","provider":"kulea","baseUrl":"https://a.example","apiKeySecret":"a-s","fieldMap":{"company":"\ud800"}}""")]
    [InlineData("""{"id":"a","provider":"kulea","baseUrl":"https://a.example","apiKeySecret":"a-s","fieldMap":{"fields.\ud800":"x"}}""")]
    public void Read_lone_surrogate_is_refused(string document) => Assert.NotEmpty(Pointers(document));

    [Fact]
    public void Read_invalid_utf8_is_refused()
    {
        var reader = new TenantReader(new ProviderRegistry([]), new BaseUrlRule(false));

        var result = reader.Read(new byte[] { (byte)'{', (byte)'"', 0xFF, (byte)'"', (byte)':', (byte)'1', (byte)'}' });

        Assert.Null(result.Tenant);
        Assert.NotEmpty(result.Errors);
    }

    [Fact]
    public void Read_nested_deeply_is_refused() =>
        Assert.Equal([""], Pointers(new StringBuilder().Insert(0, "{\"a\":", 20_000).Append('1').Append('}', 20_000).ToString()));

    [Fact]
    public void Read_several_errors_are_all_told() =>
        Assert.Equal(
            ["/x", "/id", "/baseUrl", "/apiKeySecret", "/limits/concurrency"],
            Pointers("""{"x":1,"id":"A","provider":"kulea","baseUrl":"ftp://a","apiKeySecret":"a b","limits":{"concurrency":0}}"""));
}
