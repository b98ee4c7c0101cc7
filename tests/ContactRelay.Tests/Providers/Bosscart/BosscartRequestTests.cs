using System.Text;
using ContactRelay.Providers.Bosscart;
using Xunit;

namespace ContactRelay.Tests.Providers.Bosscart;

public sealed class BosscartRequestTests() : ProviderTest(new BosscartProvider(), TenantBuilder.Bosscart().Build())
{
    private const string Known = """{"email":"ada@example.com"}""";

    [Fact]
    public void BuildRequest_whole_contact_is_one_put()
    {
        var request = Build(
            """{"email":"eve@example.com","name":"Eve","tags":["a"],"fields":{"size":"L"}}""", contactId: "4294967668", key: "k£y");

        Assert.Equal(HttpMethod.Put, request.Method);
        Assert.Equal("https://shop.example/api/site/contacts/4294967668", request.Url);
        Assert.Equal("Bearer k£y", request.Authorization);
        Assert.Equal("application/json", request.ContentType);
        Assert.Equal(
            """{"email":"eve@example.com","name":"Eve","tags":["a"],"properties":[{"name":"size","value":"L"}]}""",
            Encoding.UTF8.GetString(request.Body));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("9007199254740993")]
    [InlineData("123456789012345678901234567890")]
    public void BuildRequest_any_integer_id_is_sent_digit_for_digit(string id) =>
        Assert.Equal("https://shop.example/api/site/contacts/" + id, Build("""{"phone":"1"}""", Known, id).Url);

    [Theory]
    [InlineData("""{"email":"eve@example.com"}""", """{"email":"eve@example.com"}""")]
    [InlineData("""{"name":"Ada Lovelace"}""", """{"email":"ada@example.com","name":"Ada Lovelace"}""")]
    [InlineData("""{"firstName":"Ada","lastName":"Lovelace"}""", """{"email":"ada@example.com","name":"Ada Lovelace"}""")]
    [InlineData("""{"lastName":"Lovelace","firstName":"Ada"}""", """{"email":"ada@example.com","name":"Ada Lovelace"}""")]
    [InlineData("""{"firstName":"Ada","lastName":""}""", """{"email":"ada@example.com","name":"Ada"}""")]
    [InlineData("""{"phone":"+44"}""", """{"email":"ada@example.com","phone":"+44"}""")]
    [InlineData("""{"company":"Acme"}""", """{"email":"ada@example.com","companyName":"Acme"}""")]
    [InlineData("""{"note":"a\nb"}""", """{"email":"ada@example.com","note":"a\nb"}""")]
    [InlineData("""{"address":{"street":"S","city":"C","state":"T","postalCode":"Z","country":"UK"}}""", """{"email":"ada@example.com","address":"S","city":"C","state":"T","zip":"Z","country":"UK"}""")]
    [InlineData("""{"subscription":"subscribed"}""", """{"email":"ada@example.com","subscribed":true}""")]
    [InlineData("""{"subscription":"unsubscribed"}""", """{"email":"ada@example.com","subscribed":false}""")]
    [InlineData("""{"tags":["a","Ω 😀"]}""", """{"email":"ada@example.com","tags":["a","Ω 😀"]}""")]
    [InlineData("""{"lists":[1,4294967668]}""", """{"email":"ada@example.com","subscriberLists":[1,4294967668]}""")]
    [InlineData("""{"lists":[]}""", """{"email":"ada@example.com","subscriberLists":[]}""")]
    [InlineData("""{"fields":{"a":1.10,"b":true,"c":"2026-01-31","d":9007199254740993}}""", """{"email":"ada@example.com","properties":[{"name":"a","value":1.10},{"name":"b","value":true},{"name":"c","value":"2026-01-31"},{"name":"d","value":9007199254740993}]}""")]
    [InlineData("""{"fields":{"phone":"1","email":"x"}}""", """{"email":"ada@example.com","properties":[{"name":"phone","value":"1"},{"name":"email","value":"x"}]}""")]
    [InlineData("""{"name":"Ωμέγα \"😀\" <&>"}""", """{"email":"ada@example.com","name":"Ωμέγα \"😀\" <&>"}""")]
    public void BuildRequest_changes_become_this_body(string patch, string body) => Assert.Equal(body, Body(patch, patch.Contains("eve@") ? "" : Known));

    [Theory]
    [InlineData("""{"phone":null,"company":null,"note":null}""", """{"email":"ada@example.com","phone":"","note":"","companyName":""}""")]
    [InlineData("""{"address":{"street":null,"city":null,"state":null,"postalCode":null,"country":null}}""", """{"email":"ada@example.com","address":"","city":"","state":"","zip":"","country":""}""")]
    [InlineData("""{"fields":{"x":null}}""", """{"email":"ada@example.com","properties":[{"name":"x","value":""}]}""")]
    public void BuildRequest_null_becomes_the_empty_text(string patch, string body) => Assert.Equal(body, Body(patch, Known));

    [Theory]
    [InlineData("title", "job title", """{"title":"Dr"}""", """{"email":"ada@example.com","properties":[{"name":"job title","value":"Dr"}]}""")]
    [InlineData("birthDate", "born on", """{"birthDate":null}""", """{"email":"ada@example.com","properties":[{"name":"born on","value":""}]}""")]
    [InlineData("fields.mobile", "phone", """{"fields":{"mobile":"1"}}""", """{"email":"ada@example.com","phone":"1"}""")]
    [InlineData("company", "firm", """{"company":"Acme"}""", """{"email":"ada@example.com","properties":[{"name":"firm","value":"Acme"}]}""")]
    [InlineData("fields.x", "the x", """{"fields":{"x":1}}""", """{"email":"ada@example.com","properties":[{"name":"the x","value":1}]}""")]
    [InlineData("firstName", "first name", """{"firstName":"Ada"}""", """{"email":"ada@example.com","properties":[{"name":"first name","value":"Ada"}]}""")]
    public void BuildRequest_field_map_names_a_key_or_a_property(string path, string name, string patch, string body) =>
        Assert.Equal(body, Body(patch, Known, TenantBuilder.Bosscart().Map(path, name).Build()));

    [Fact]
    public void BuildRequest_email_mapped_elsewhere_still_carries_the_demanded_one() =>
        Assert.Equal(
            """{"email":"ada@example.com","properties":[{"name":"second email","value":"eve@example.com"}]}""",
            Body("""{"email":"eve@example.com"}""", Known, TenantBuilder.Bosscart().Map("email", "second email").Build()));
}
