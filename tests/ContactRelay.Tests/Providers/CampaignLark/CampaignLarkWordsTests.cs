using ContactRelay.Providers.CampaignLark;
using Xunit;

namespace ContactRelay.Tests.Providers.CampaignLark;

/// <summary>What a caller is told: each sentence says what to change.</summary>
public sealed class CampaignLarkWordsTests() : ProviderTest(new CampaignLarkProvider(), TenantBuilder.CampaignLark().Build())
{
    [Theory]
    [InlineData("""{"phone":"a"}""", "/phone", "CampaignLark has no such field: name its own in the tenant's fieldMap, or leave it out.", """{"subscription":"subscribed"}""")]
    [InlineData("""{"email":null}""", "/email", "CampaignLark does not let the e-mail address be cleared.", """{"subscription":"subscribed"}""")]
    [InlineData("""{"firstName":"A","tags":["x"]}""", "/tags/0", "The tenant's settings.tagIds have no id for this tag: add it there, or send the id.", """{"subscription":"subscribed"}""")]
    [InlineData("""{"firstName":"A","subscription":"suppressed"}""", "/subscription", "CampaignLark knows subscribed, unsubscribed, unconfirmed, cleaned, complained.")]
    [InlineData("""{"firstName":"A"}""", "/subscription", "CampaignLark demands a status in every update, and none is known yet: send it, or set the tenant's settings.defaultStatus.")]
    [InlineData("""{"subscription":"subscribed"}""", "/email", "CampaignLark demands at least one field in every update, and the e-mail address is not known yet: send it too.")]
    public void Validate_says_what_to_change(string patch, string pointer, string words, string known = "", string contactId = DefaultId)
    {
        var error = Assert.Single(Errors(patch, known, contactId));

        Assert.Equal((pointer, words), (error.Pointer, error.Detail));
    }

    [Fact]
    public void BuildRequest_subscription_that_the_tenant_maps_is_a_field_and_the_known_status_goes_again() => Assert.Equal(
        """{"fields":{"consent":"unsubscribed"},"status":"SUBSCRIBED"}""",
        Body("""{"subscription":"unsubscribed"}""", """{"subscription":"subscribed"}""", TenantBuilder.CampaignLark().Map("subscription", "consent").Build()));
}
