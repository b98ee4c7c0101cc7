using ContactRelay.Providers.CampaignLark;
using ContactRelay.Tenants;
using Xunit;

namespace ContactRelay.Tests.Providers.CampaignLark;

public sealed class CampaignLarkKnownTests() : ProviderTest(new CampaignLarkProvider(), TenantBuilder.CampaignLark().Build())
{
    private readonly Tenant _withDefault = TenantBuilder.CampaignLark().With(new() { DefaultStatus = "SUBSCRIBED" }).Build();

    [Theory]
    [InlineData("unsubscribed", "UNSUBSCRIBED")]
    [InlineData("cleaned", "CLEANED")]
    [InlineData("complained", "COMPLAINED")]
    [InlineData("unconfirmed", "UNCONFIRMED")]
    [InlineData("subscribed", "SUBSCRIBED")]
    public void BuildRequest_known_status_is_sent_again_whatever_the_default(string known, string status)
    {
        var body = Body("""{"firstName":"A"}""", $$"""{"subscription":"{{known}}"}""", _withDefault);

        Assert.Equal($$$"""{"fields":{"first_name":"A"},"status":"{{{status}}}"}""", body);
    }

    [Fact]
    public void BuildRequest_only_the_caller_undoes_an_opt_out() =>
        Assert.Equal(
            """{"fields":{"first_name":"A"},"status":"SUBSCRIBED"}""",
            Body("""{"firstName":"A","subscription":"subscribed"}""", """{"subscription":"unsubscribed"}"""));

    [Fact]
    public void BuildRequest_nothing_known_takes_the_default() =>
        Assert.Equal("""{"fields":{"first_name":"A"},"status":"SUBSCRIBED"}""", Body("""{"firstName":"A"}""", tenant: _withDefault));

    [Theory]
    [InlineData("""{"subscription":"unsubscribed"}""", "UNSUBSCRIBED")]
    [InlineData("""{"subscription":"subscribed"}""", "SUBSCRIBED")]
    public void BuildRequest_status_alone_carries_the_known_email(string patch, string status) =>
        Assert.Equal(
            $$$"""{"fields":{"email_address":"ada@example.com"},"status":"{{{status}}}"}""",
            Body(patch, """{"email":"ada@example.com","subscription":"cleaned"}"""));

    [Fact]
    public void BuildRequest_tags_alone_carry_the_known_email_and_status() =>
        Assert.Equal(
            """{"fields":{"email_address":"ada@example.com"},"tags":[1],"status":"UNSUBSCRIBED"}""",
            Body("""{"tags":[1]}""", """{"email":"ada@example.com","subscription":"unsubscribed"}"""));

    [Fact]
    public void BuildRequest_known_email_goes_under_its_mapped_merge_tag() =>
        Assert.Equal(
            """{"fields":{"mail":"ada@example.com"},"status":"CLEANED"}""",
            Body("""{"subscription":"cleaned"}""", """{"email":"ada@example.com"}""", TenantBuilder.CampaignLark().Map("email", "mail").Build()));

    [Fact]
    public void BuildRequest_known_email_is_not_sent_beside_other_fields() =>
        Assert.Equal(
            """{"fields":{"first_name":"A"},"status":"CLEANED"}""",
            Body("""{"firstName":"A"}""", """{"email":"ada@example.com","subscription":"cleaned"}"""));

    [Theory]
    [InlineData("""{"email":"eve@example.com"}""", "email=\"eve@example.com\"", "subscription=\"unsubscribed\"")]
    [InlineData("""{"subscription":"subscribed"}""", "email=\"ada@example.com\"", "subscription=\"subscribed\"")]
    [InlineData("""{"email":null,"firstName":"A","tags":[1],"fields":{"email":"x"}}""", "email=\"ada@example.com\"", "subscription=\"unsubscribed\"")]
    public void Remember_keeps_status_and_email(string sent, params string[] expected) =>
        Assert.Equal(expected, Show(Provider.Remember(Fields("""{"email":"ada@example.com","subscription":"unsubscribed"}"""), Fields(sent))));
}
