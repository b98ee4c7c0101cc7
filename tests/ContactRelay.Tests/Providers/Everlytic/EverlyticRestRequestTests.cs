using System.Text;
using ContactRelay.Providers.Everlytic;
using Xunit;

namespace ContactRelay.Tests.Providers.Everlytic;

public sealed class EverlyticRestRequestTests() : ProviderTest(new EverlyticProvider(), TenantBuilder.Everlytic().Build())
{
    [Fact]
    public void BuildRequest_contact_is_one_put()
    {
        var request = Build("""{"firstName":"Ada","lastName":"Lovelace","subscription":"subscribed"}""", contactId: "4294967668", key: "k£y");

        Assert.Equal(HttpMethod.Put, request.Method);
        Assert.Equal("https://live.everlytic.example/api/2.0/contacts/4294967668", request.Url);
        Assert.Equal("Basic YWRhOmvCo3k=", request.Authorization);
        Assert.Equal("application/json", request.ContentType);
        Assert.Equal("""{"name":"Ada","lastname":"Lovelace","status":"on"}""", Encoding.UTF8.GetString(request.Body));
    }

    [Theory]
    [InlineData("1")]
    [InlineData("9007199254740993")]
    [InlineData("123456789012345678901234567890")]
    public void BuildRequest_any_integer_id_is_sent_digit_for_digit(string id) =>
        Assert.Equal("https://live.everlytic.example/api/2.0/contacts/" + id, Build("""{"firstName":"A"}""", contactId: id).Url);

    [Theory]
    [InlineData("""{"firstName":"a"}""", """{"name":"a"}""")]
    [InlineData("""{"lastName":"a"}""", """{"lastname":"a"}""")]
    [InlineData("""{"phone":"a"}""", """{"telephone_office":"a"}""")]
    [InlineData("""{"title":"a"}""", """{"title":"a"}""")]
    [InlineData("""{"jobTitle":"a"}""", """{"company_position":"a"}""")]
    [InlineData("""{"company":"a"}""", """{"company_name":"a"}""")]
    [InlineData("""{"department":"a"}""", """{"department":"a"}""")]
    [InlineData("""{"industry":"a"}""", """{"industry":"a"}""")]
    [InlineData("""{"address":{"street":"a","city":"b","state":"c","postalCode":"d","country":"e"}}""", """{"address":"a","city":"b","state":"c","zip":"d","country":"e"}""")]
    [InlineData("""{"birthDate":"1815-12-10"}""", """{"birth_date":"1815-12-10"}""")]
    [InlineData("""{"gender":"female"}""", """{"gender":"female"}""")]
    [InlineData("""{"maritalStatus":"married"}""", """{"marital_status":"married"}""")]
    [InlineData("""{"subscription":"subscribed"}""", """{"status":"on"}""")]
    [InlineData("""{"subscription":"unsubscribed"}""", """{"status":"off"}""")]
    [InlineData("""{"subscription":"suppressed"}""", """{"status":"suppressed"}""")]
    [InlineData("""{"tags":["a","b \"c\" Ω"]}""", """{"tags":"[\"a\",\"b \\\"c\\\" Ω\"]"}""")]
    [InlineData("""{"tags":[]}""", """{"tags":"[]"}""")]
    [InlineData("""{"tags":null}""", """{"tags":"[]"}""")]
    [InlineData("""{"fields":{"preferred_email_format":"html","create_notifications":"no","status":"off","country_id":27}}""", """{"preferred_email_format":"html","create_notifications":"no","status":"off","country_id":27}""")]
    [InlineData("""{"fields":{"a":1.10,"b":-0,"c":1e400,"d":123456789012345678901234567890,"e":true}}""", """{"a":1.10,"b":-0,"c":1e400,"d":123456789012345678901234567890,"e":true}""")]
    [InlineData("""{"firstName":"Ωμέγα 日本 😀 \"<&>\u0000"}""", """{"name":"Ωμέγα 日本 😀 \"<&>\u0000"}""")]
    [InlineData("""{"firstName":null,"address":{"city":null},"fields":{"x":null}}""", """{"name":"","city":"","x":""}""")]
    public void BuildRequest_changes_become_this_body(string patch, string body) => Assert.Equal(body, Body(patch));

    [Theory]
    [InlineData("lastName", "last name", """{"lastName":"a"}""", """{"last name":"a"}""")]
    [InlineData("name", "name", """{"name":"a"}""", """{"name":"a"}""")]
    [InlineData("phone", "telephone_home", """{"phone":"1"}""", """{"telephone_home":"1"}""")]
    [InlineData("email", "email", """{"email":"a@b.c"}""", """{"email":"a@b.c"}""")]
    [InlineData("fields.leadScore", "lead score", """{"fields":{"leadScore":7}}""", """{"lead score":7}""")]
    public void BuildRequest_field_map_names_the_property(string path, string name, string patch, string body) =>
        Assert.Equal(body, Body(patch, tenant: TenantBuilder.Everlytic().Map(path, name).Build()));

    [Fact]
    public void BuildRequest_no_transport_set_is_rest()
    {
        var tenant = TenantBuilder.Everlytic().With(new() { Username = "ada" }).Build();

        Assert.Equal(HttpMethod.Put, Build("""{"firstName":"A"}""", tenant: tenant).Method);
    }
}
