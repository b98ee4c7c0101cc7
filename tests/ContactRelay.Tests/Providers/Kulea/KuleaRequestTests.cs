using System.Text;
using ContactRelay.Providers.Kulea;
using Xunit;

namespace ContactRelay.Tests.Providers.Kulea;

public sealed class KuleaRequestTests() : ProviderTest(new KuleaProvider(), TenantBuilder.Kulea().Build())
{
    [Fact]
    public void BuildRequest_documented_example_is_the_documented_request()
    {
        var request = Build(
            """{"firstName":"Junaid","lastName":"Bakali","subscription":"unsubscribed"}""", contactId: "4294967668", key: "a£b:c d");

        Assert.Equal(HttpMethod.Post, request.Method);
        Assert.Equal("https://acme.prod.kulea.marketing:8089/rest/api/users/4294967668", request.Url);
        Assert.Equal("a£b:c d", request.Authorization);
        Assert.Equal("application/json", request.ContentType);
        Assert.Equal("""{"forename":"Junaid","surname":"Bakali","unsubscribe":true}""", Encoding.UTF8.GetString(request.Body));
    }

    [Theory]
    [InlineData("1")]
    [InlineData("4294967297")]
    [InlineData("9007199254740993")]
    [InlineData("123456789012345678901234567890")]
    public void BuildRequest_any_integer_id_is_sent_digit_for_digit(string id) =>
        Assert.Equal("https://acme.prod.kulea.marketing:8089/rest/api/users/" + id, Build("""{"firstName":"A"}""", contactId: id).Url);

    [Fact]
    public void BuildRequest_id_that_needs_it_is_escaped_once()
    {
        var request = Build("""{"firstName":"A"}""", contactId: "a/b c%?#é");

        Assert.Equal("https://acme.prod.kulea.marketing:8089/rest/api/users/a%2Fb%20c%25%3F%23%C3%A9", request.Url);
    }

    [Theory]
    [InlineData("PUT")]
    [InlineData("POST")]
    public void BuildRequest_method_is_a_setting(string method)
    {
        var tenant = TenantBuilder.Kulea().With(new() { Method = method }).Build();

        Assert.Equal(method, Build("""{"firstName":"A"}""", tenant: tenant).Method.Method);
    }

    [Theory]
    [InlineData("""{"firstName":"Ada"}""", """{"forename":"Ada"}""")]
    [InlineData("""{"lastName":"Lovelace"}""", """{"surname":"Lovelace"}""")]
    [InlineData("""{"subscription":"unsubscribed"}""", """{"unsubscribe":true}""")]
    [InlineData("""{"firstName":null,"lastName":null}""", """{"forename":null,"surname":null}""")]
    [InlineData("""{"fields":{"date created":"20260131-120000"}}""", """{"date created":"20260131-120000"}""")]
    [InlineData("""{"fields":{"x":null}}""", """{"x":null}""")]
    [InlineData("""{"fields":{"a":1.10,"b":-0,"c":1e400,"d":123456789012345678901234567890}}""", """{"a":1.10,"b":-0,"c":1e400,"d":123456789012345678901234567890}""")]
    [InlineData("""{"fields":{"a":true,"b":false,"c":"true"}}""", """{"a":true,"b":false,"c":"true"}""")]
    [InlineData("""{"firstName":"Ωμέγα 日本 😀 <&'+/>"}""", """{"forename":"Ωμέγα 日本 😀 <&'+/>"}""")]
    [InlineData("""{"firstName":"\u00e9\ud83d\ude00 \"\\ \u0000\n"}""", """{"forename":"é😀 \"\\ \u0000\n"}""")]
    [InlineData("""{"fields":{"größe 日本":1}}""", """{"größe 日本":1}""")]
    [InlineData("""{"fields":{"a.b/c~d \"q\"":1}}""", """{"a.b/c~d \"q\"":1}""")]
    [InlineData("""{"lastName":"B","fields":{"z":1,"a":2},"firstName":"A"}""", """{"surname":"B","z":1,"a":2,"forename":"A"}""")]
    public void BuildRequest_changes_become_this_body(string patch, string body) => Assert.Equal(body, Body(patch));

    [Theory]
    [InlineData("company", """{"company":"Acme"}""", """{"company name":"Acme"}""")]
    [InlineData("fields.leadScore", """{"fields":{"leadScore":7}}""", """{"company name":7}""")]
    [InlineData("firstName", """{"firstName":"A"}""", """{"company name":"A"}""")]
    [InlineData("name", """{"name":"A B"}""", """{"company name":"A B"}""")]
    [InlineData("phone", """{"phone":null}""", """{"company name":null}""")]
    [InlineData("address.city", """{"address":{"city":"London"}}""", """{"company name":"London"}""")]
    [InlineData("birthDate", """{"birthDate":"1815-12-10"}""", """{"company name":"1815-12-10"}""")]
    [InlineData("subscription", """{"subscription":"unsubscribed"}""", """{"company name":true}""")]
    public void BuildRequest_field_map_names_the_field(string path, string patch, string body) =>
        Assert.Equal(body, Body(patch, tenant: TenantBuilder.Kulea().Map(path, "company name").Build()));
}
