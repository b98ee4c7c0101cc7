using System.Text;
using ContactRelay.Providers.CampaignLark;
using ContactRelay.Tenants;
using Xunit;

namespace ContactRelay.Tests.Providers.CampaignLark;

public sealed class CampaignLarkRequestTests() : ProviderTest(new CampaignLarkProvider(), TenantBuilder.CampaignLark().Build())
{
    private const string Known = """{"subscription":"subscribed"}""";

    private static readonly TenantSettings TagIds = new() { TagIds = new Dictionary<string, long> { ["vip"] = 7, ["new"] = 4294967668 } };

    [Fact]
    public void BuildRequest_whole_contact_is_one_put()
    {
        var request = Build(
            """{"tags":["vip",12,"new"],"subscription":"subscribed","email":"ada@example.com","firstName":"Ada"}""",
            tenant: TenantBuilder.CampaignLark().With(TagIds).Build(),
            key: "k£y");

        Assert.Equal(HttpMethod.Put, request.Method);
        Assert.Equal("https://api.campaignlark.com/v1/contacts/42", request.Url);
        Assert.Equal("Bearer k£y", request.Authorization);
        Assert.Equal("application/json", request.ContentType);
        Assert.Equal(
            """{"fields":{"email_address":"ada@example.com","first_name":"Ada"},"tags":[7,12,4294967668],"status":"SUBSCRIBED"}""",
            Encoding.UTF8.GetString(request.Body));
    }

    [Theory]
    [InlineData("c_01hq", "c_01hq")]
    [InlineData("9007199254740993", "9007199254740993")]
    [InlineData("a/b c%?#é", "a%2Fb%20c%25%3F%23%C3%A9")]
    [InlineData("007", "007")]
    public void BuildRequest_id_is_text_and_escaped_once(string id, string segment) =>
        Assert.Equal("https://api.campaignlark.com/v1/contacts/" + segment, Build("""{"firstName":"A"}""", Known, id).Url);

    [Theory]
    [InlineData("""{"email":"ada@example.com"}""", """{"email_address":"ada@example.com"}""")]
    [InlineData("""{"firstName":"Ada"}""", """{"first_name":"Ada"}""")]
    [InlineData("""{"lastName":"Lovelace"}""", """{"last_name":"Lovelace"}""")]
    [InlineData("""{"fields":{"company_size":"10"}}""", """{"company_size":"10"}""")]
    [InlineData("""{"fields":{"a":1.10,"b":-0,"c":1e400,"d":123456789012345678901234567890,"e":true}}""", """{"a":1.10,"b":-0,"c":1e400,"d":123456789012345678901234567890,"e":true}""")]
    [InlineData("""{"fields":{"born":"1815-12-10T00:00:00Z","colours":["red","blue"]}}""", """{"born":"1815-12-10T00:00:00Z","colours":["red","blue"]}""")]
    [InlineData("""{"firstName":"Ωμέγα 日本 😀 \"<&>"}""", """{"first_name":"Ωμέγα 日本 😀 \"<&>"}""")]
    [InlineData("""{"firstName":null,"lastName":null,"fields":{"x":null}}""", """{"first_name":"","last_name":"","x":""}""")]
    public void BuildRequest_changes_become_these_fields(string patch, string fields) =>
        Assert.Equal($$"""{"fields":{{fields}},"status":"SUBSCRIBED"}""", Body(patch, Known));

    [Theory]
    [InlineData("subscribed", "SUBSCRIBED")]
    [InlineData("unsubscribed", "UNSUBSCRIBED")]
    [InlineData("unconfirmed", "UNCONFIRMED")]
    [InlineData("cleaned", "CLEANED")]
    [InlineData("complained", "COMPLAINED")]
    public void BuildRequest_subscription_becomes_the_status(string subscription, string status) =>
        Assert.Equal(
            $$$"""{"fields":{"first_name":"A"},"status":"{{{status}}}"}""",
            Body($$"""{"firstName":"A","subscription":"{{subscription}}"}"""));

    [Theory]
    [InlineData("""["vip"]""", "[7]")]
    [InlineData("""["vip","new"]""", "[7,4294967668]")]
    [InlineData("""[12,9007199254740993]""", "[12,9007199254740993]")]
    [InlineData("""["vip",7,"vip"]""", "[7]")]
    [InlineData("[]", "[]")]
    [InlineData("null", "[]")]
    public void BuildRequest_tags_become_ids(string tags, string ids) =>
        Assert.Equal(
            $$$"""{"fields":{"first_name":"A"},"tags":{{{ids}}},"status":"SUBSCRIBED"}""",
            Body($$"""{"firstName":"A","tags":{{tags}}}""", Known, TenantBuilder.CampaignLark().With(TagIds).Build()));

    [Fact]
    public void BuildRequest_tags_not_changed_are_not_sent() =>
        Assert.DoesNotContain("tags", Body("""{"firstName":"A"}""", Known), StringComparison.Ordinal);

    [Theory]
    [InlineData("company", "company name", """{"company":"Acme"}""", """{"company name":"Acme"}""")]
    [InlineData("fields.leadScore", "lead_score", """{"fields":{"leadScore":7}}""", """{"lead_score":7}""")]
    [InlineData("firstName", "given", """{"firstName":null}""", """{"given":""}""")]
    [InlineData("email", "mail", """{"email":"a@b.c"}""", """{"mail":"a@b.c"}""")]
    [InlineData("tags", "labels", """{"tags":["a"]}""", """{"labels":["a"]}""")]
    [InlineData("address.city", "city", """{"address":{"city":"London"}}""", """{"city":"London"}""")]
    public void BuildRequest_field_map_names_the_merge_tag(string path, string name, string patch, string fields) =>
        Assert.Equal(
            $$"""{"fields":{{fields}},"status":"SUBSCRIBED"}""", Body(patch, Known, TenantBuilder.CampaignLark().Map(path, name).Build()));
}
