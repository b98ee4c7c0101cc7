using System.Text;
using ContactRelay.Providers.Everlytic;
using ContactRelay.Tenants;
using Xunit;

namespace ContactRelay.Tests.Providers.Everlytic;

public sealed class EverlyticXmlRpcRequestTests() : ProviderTest(new EverlyticProvider(), TenantBuilder.Everlytic("xmlrpc").Build())
{
    [Fact]
    public void BuildRequest_contact_is_one_call()
    {
        var request = Build("""{"firstName":"Ada","subscription":"unsubscribed"}""", key: "k£y");

        Assert.Equal(HttpMethod.Post, request.Method);
        Assert.Equal("https://live.everlytic.example/api/2.0/xmlrpc/", request.Url);
        Assert.Equal("Basic YWRhOmvCo3k=", request.Authorization);
        Assert.Equal("text/xml", request.ContentType);
        Assert.Equal(
            """<?xml version="1.0" encoding="utf-8"?><methodCall><methodName>contacts.UpdateContact</methodName><params>"""
            + "<param><value><int>42</int></value></param><param><value><struct>"
            + "<member><name>name</name><value><string>Ada</string></value></member>"
            + "<member><name>status</name><value><string>off</string></value></member>"
            + "</struct></value></param></params></methodCall>",
            Encoding.UTF8.GetString(request.Body));
    }

    [Theory]
    [InlineData("4294967668")]
    [InlineData("9007199254740993")]
    public void BuildRequest_id_over_32_bits_is_sent_digit_for_digit(string id) =>
        Assert.Contains(
            $"<params><param><value><int>{id}</int></value></param>",
            Encoding.UTF8.GetString(Build("""{"firstName":"A"}""", contactId: id).Body),
            StringComparison.Ordinal);

    [Theory]
    [InlineData("""{"firstName":"a"}""", "name", "<string>a</string>")]
    [InlineData("""{"lastName":"a"}""", "lastname", "<string>a</string>")]
    [InlineData("""{"phone":"a"}""", "telephone_office", "<string>a</string>")]
    [InlineData("""{"title":"a"}""", "title", "<string>a</string>")]
    [InlineData("""{"jobTitle":"a"}""", "company_position", "<string>a</string>")]
    [InlineData("""{"company":"a"}""", "company_name", "<string>a</string>")]
    [InlineData("""{"department":"a"}""", "department", "<string>a</string>")]
    [InlineData("""{"industry":"a"}""", "industry", "<string>a</string>")]
    [InlineData("""{"address":{"street":"a"}}""", "address", "<string>a</string>")]
    [InlineData("""{"address":{"city":"a"}}""", "city", "<string>a</string>")]
    [InlineData("""{"address":{"state":"a"}}""", "state", "<string>a</string>")]
    [InlineData("""{"address":{"postalCode":"a"}}""", "zip", "<string>a</string>")]
    [InlineData("""{"address":{"country":"a"}}""", "country", "<string>a</string>")]
    [InlineData("""{"birthDate":"1815-12-10"}""", "birth_date", "<string>1815-12-10</string>")]
    [InlineData("""{"gender":"male"}""", "gender", "<string>male</string>")]
    [InlineData("""{"maritalStatus":"single"}""", "marital_status", "<string>single</string>")]
    [InlineData("""{"subscription":"subscribed"}""", "status", "<string>on</string>")]
    [InlineData("""{"subscription":"suppressed"}""", "status", "<string>suppressed</string>")]
    [InlineData("""{"tags":["a","b"]}""", "tags", """<string>["a","b"]</string>""")]
    [InlineData("""{"tags":[]}""", "tags", "<string>[]</string>")]
    [InlineData("""{"firstName":null}""", "name", "<string></string>")]
    [InlineData("""{"fields":{"x":null}}""", "x", "<string></string>")]
    [InlineData("""{"firstName":"Ωμέγα 日本 😀"}""", "name", "<string>Ωμέγα 日本 😀</string>")]
    [InlineData("""{"firstName":"a <b> & \"c\" ]]>"}""", "name", "<string>a &lt;b&gt; &amp; \"c\" ]]&gt;</string>")]
    [InlineData("""{"firstName":" a\r\nb\t "}""", "name", "<string> a&#xD;\nb\t </string>")]
    [InlineData("""{"fields":{"x":true}}""", "x", "<boolean>1</boolean>")]
    [InlineData("""{"fields":{"x":false}}""", "x", "<boolean>0</boolean>")]
    [InlineData("""{"fields":{"x":-7}}""", "x", "<int>-7</int>")]
    [InlineData("""{"fields":{"x":2147483647}}""", "x", "<int>2147483647</int>")]
    [InlineData("""{"fields":{"x":2147483648}}""", "x", "<string>2147483648</string>")]
    [InlineData("""{"fields":{"x":123456789012345678901234567890}}""", "x", "<string>123456789012345678901234567890</string>")]
    [InlineData("""{"fields":{"x":1.10}}""", "x", "<double>1.10</double>")]
    [InlineData("""{"fields":{"a <b> & Ω":1}}""", "a &lt;b&gt; &amp; Ω", "<int>1</int>")]
    public void BuildRequest_change_becomes_this_member(string patch, string name, string value) =>
        Assert.Equal($"<member><name>{name}</name><value>{value}</value></member>", Members(patch).Replace("<string />", "<string></string>", StringComparison.Ordinal));

    [Theory]
    [InlineData("fields.leadScore", """{"fields":{"leadScore":7}}""", "<int>7</int>")]
    [InlineData("name", """{"name":"A B"}""", "<string>A B</string>")]
    public void BuildRequest_field_map_names_the_member(string path, string patch, string value) =>
        Assert.Equal(
            $"<member><name>lead score</name><value>{value}</value></member>",
            Members(patch, TenantBuilder.Everlytic("xmlrpc").Map(path, "lead score").Build()));

    private string Members(string patch, Tenant? tenant = null)
    {
        var body = Body(patch, tenant: tenant);
        var start = body.IndexOf("<struct>", StringComparison.Ordinal) + "<struct>".Length;
        return body[start..body.IndexOf("</struct>", StringComparison.Ordinal)];
    }
}
