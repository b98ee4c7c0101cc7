using ContactRelay.Providers.CampaignLark;
using Xunit;

namespace ContactRelay.Tests.Providers.CampaignLark;

public sealed class CampaignLarkRefusalTests() : ProviderTest(new CampaignLarkProvider(), TenantBuilder.CampaignLark().Build())
{
    private const string Known = """{"email":"ada@example.com","subscription":"subscribed"}""";

    [Theory]
    [InlineData("""{"name":"a"}""", "/name")]
    [InlineData("""{"phone":"a"}""", "/phone")]
    [InlineData("""{"title":"a"}""", "/title")]
    [InlineData("""{"jobTitle":"a"}""", "/jobTitle")]
    [InlineData("""{"company":"a"}""", "/company")]
    [InlineData("""{"department":"a"}""", "/department")]
    [InlineData("""{"industry":"a"}""", "/industry")]
    [InlineData("""{"address":{"street":"a"}}""", "/address/street")]
    [InlineData("""{"address":{"city":"a"}}""", "/address/city")]
    [InlineData("""{"address":{"state":"a"}}""", "/address/state")]
    [InlineData("""{"address":{"postalCode":"a"}}""", "/address/postalCode")]
    [InlineData("""{"address":{"country":"a"}}""", "/address/country")]
    [InlineData("""{"birthDate":"a"}""", "/birthDate")]
    [InlineData("""{"gender":"a"}""", "/gender")]
    [InlineData("""{"maritalStatus":"a"}""", "/maritalStatus")]
    [InlineData("""{"note":"a"}""", "/note")]
    [InlineData("""{"lists":[1]}""", "/lists")]
    public void Validate_field_without_a_place_is_refused_as_unmapped(string patch, string pointer)
    {
        var error = Assert.Single(Errors(patch, Known));

        Assert.Equal(pointer, error.Pointer);
        Assert.True(error.IsUnmapped);
    }

    [Theory]
    [InlineData("""{"email":null}""", "/email")]
    [InlineData("""{"fields":{"email_address":null}}""", "/fields/email_address")]
    [InlineData("""{"subscription":"suppressed"}""", "/subscription")]
    [InlineData("""{"firstName":"A","tags":["unknown"]}""", "/tags/0")]
    [InlineData("""{"firstName":"A","tags":[1,"unknown",2]}""", "/tags/1")]
    [InlineData("""{"firstName":"A","fields":{"first_name":"B"}}""", "/fields/first_name")]
    public void Validate_what_CampaignLark_cannot_express_is_refused(string patch, string pointer)
    {
        var error = Assert.Single(Errors(patch, Known));

        Assert.Equal(pointer, error.Pointer);
        Assert.False(error.IsUnmapped);
    }

    [Fact]
    public void Validate_email_cannot_be_cleared_under_another_name_either() =>
        Assert.Equal(["/email"], Pointers("""{"email":null}""", Known, tenant: TenantBuilder.CampaignLark().Map("email", "mail").Build()));

    [Fact]
    public void Validate_status_not_known_is_refused() =>
        Assert.Equal(["/subscription"], Pointers("""{"firstName":"A"}""", """{"email":"ada@example.com"}"""));

    [Fact]
    public void Validate_nothing_but_a_status_and_no_email_known_is_refused() =>
        Assert.Equal(["/email"], Pointers("""{"subscription":"unsubscribed"}"""));

    [Fact]
    public void Validate_nothing_but_tags_and_no_email_known_is_refused() =>
        Assert.Equal(["/email"], Pointers("""{"tags":[1]}""", """{"subscription":"subscribed"}"""));

    [Fact]
    public void Validate_several_refusals_are_all_told() =>
        Assert.Equal(
            ["/phone", "/tags/0", "/email", "/subscription"],
            Pointers("""{"phone":"1","firstName":"A","tags":["x"],"email":null,"subscription":"suppressed"}""", Known));

    [Fact]
    public void AdditiveFields_are_none_since_tags_replace() => Assert.Empty(Provider.AdditiveFields);
}
