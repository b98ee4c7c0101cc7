using ContactRelay.Providers.Kulea;
using Xunit;

namespace ContactRelay.Tests.Providers.Kulea;

public sealed class KuleaRefusalTests() : ProviderTest(new KuleaProvider(), TenantBuilder.Kulea().Build())
{
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
    [InlineData("""{"address":{"country":null}}""", "/address/country")]
    [InlineData("""{"birthDate":"a"}""", "/birthDate")]
    [InlineData("""{"gender":"a"}""", "/gender")]
    [InlineData("""{"maritalStatus":"a"}""", "/maritalStatus")]
    [InlineData("""{"note":"a"}""", "/note")]
    [InlineData("""{"tags":["a"]}""", "/tags")]
    [InlineData("""{"lists":[1]}""", "/lists")]
    public void Validate_field_without_a_place_is_refused_as_unmapped(string patch, string pointer)
    {
        var error = Assert.Single(Errors(patch));

        Assert.Equal(pointer, error.Pointer);
        Assert.True(error.IsUnmapped);
    }

    [Theory]
    [InlineData("""{"email":"ada@example.com"}""", "/email")]
    [InlineData("""{"email":null}""", "/email")]
    [InlineData("""{"fields":{"email":"ada@example.com"}}""", "/fields/email")]
    [InlineData("""{"fields":{"archived":true}}""", "/fields/archived")]
    [InlineData("""{"fields":{"unsubscribe":false}}""", "/fields/unsubscribe")]
    [InlineData("""{"fields":{"unsubscribe":true}}""", "/fields/unsubscribe")]
    [InlineData("""{"subscription":"subscribed"}""", "/subscription")]
    [InlineData("""{"subscription":"unconfirmed"}""", "/subscription")]
    [InlineData("""{"subscription":"cleaned"}""", "/subscription")]
    [InlineData("""{"subscription":"complained"}""", "/subscription")]
    [InlineData("""{"subscription":"suppressed"}""", "/subscription")]
    [InlineData("""{"fields":{"a/b~c":["x"]}}""", "/fields/a~1b~0c")]
    [InlineData("""{"fields":{"x":[]}}""", "/fields/x")]
    public void Validate_what_Kulea_never_does_is_refused(string patch, string pointer)
    {
        var error = Assert.Single(Errors(patch));

        Assert.Equal(pointer, error.Pointer);
        Assert.False(error.IsUnmapped);
    }

    [Theory]
    [InlineData("phone", "email", """{"phone":"a"}""", "/phone")]
    [InlineData("company", "archived", """{"company":"a"}""", "/company")]
    [InlineData("company", "unsubscribe", """{"company":"a"}""", "/company")]
    [InlineData("tags", "labels", """{"tags":["a"]}""", "/tags")]
    public void Validate_field_map_gets_past_no_rule(string path, string name, string patch, string pointer) =>
        Assert.Equal([pointer], Pointers(patch, tenant: TenantBuilder.Kulea().Map(path, name).Build()));

    [Fact]
    public void Validate_two_fields_for_one_place_refuse_the_second() =>
        Assert.Equal(["/fields/forename"], Pointers("""{"firstName":"A","fields":{"forename":"B"}}"""));

    [Fact]
    public void Validate_several_refusals_are_all_told() =>
        Assert.Equal(
            ["/email", "/phone", "/subscription", "/fields/x"],
            Pointers("""{"email":"a@b.c","firstName":"A","phone":"1","subscription":"subscribed","fields":{"x":[1]}}"""));

    [Fact]
    public void Validate_refusal_tells_no_value() =>
        Assert.All(
            Errors("""{"email":"secret@b.c","phone":"secret","subscription":"cleaned","fields":{"x":["secret"]}}"""),
            error => Assert.DoesNotContain("secret", error.Detail, StringComparison.Ordinal));
}
