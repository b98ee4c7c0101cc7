using ContactRelay.Providers.Bosscart;
using Xunit;

namespace ContactRelay.Tests.Providers.Bosscart;

public sealed class BosscartRefusalTests() : ProviderTest(new BosscartProvider(), TenantBuilder.Bosscart().Build())
{
    private const string Known = """{"email":"ada@example.com"}""";

    [Theory]
    [InlineData("""{"title":"a"}""", "/title")]
    [InlineData("""{"jobTitle":"a"}""", "/jobTitle")]
    [InlineData("""{"department":"a"}""", "/department")]
    [InlineData("""{"industry":"a"}""", "/industry")]
    [InlineData("""{"birthDate":"a"}""", "/birthDate")]
    [InlineData("""{"gender":"a"}""", "/gender")]
    [InlineData("""{"maritalStatus":null}""", "/maritalStatus")]
    public void Validate_field_without_a_place_is_refused_as_unmapped(string patch, string pointer)
    {
        var error = Assert.Single(Errors(patch, Known));

        Assert.Equal(pointer, error.Pointer);
        Assert.True(error.IsUnmapped);
    }

    [Theory]
    [InlineData("""{"email":null}""", "/email")]
    [InlineData("""{"name":null}""", "/name")]
    [InlineData("""{"subscription":"unconfirmed"}""", "/subscription")]
    [InlineData("""{"subscription":"cleaned"}""", "/subscription")]
    [InlineData("""{"subscription":"complained"}""", "/subscription")]
    [InlineData("""{"subscription":"suppressed"}""", "/subscription")]
    [InlineData("""{"tags":null}""", "/tags")]
    [InlineData("""{"tags":[]}""", "/tags")]
    [InlineData("""{"tags":["a",7]}""", "/tags")]
    [InlineData("""{"lists":null}""", "/lists")]
    [InlineData("""{"fields":{"a/b":["x"]}}""", "/fields/a~1b")]
    [InlineData("""{"firstName":null,"lastName":"L"}""", "/firstName")]
    [InlineData("""{"firstName":"F","lastName":null}""", "/lastName")]
    public void Validate_what_Bosscart_cannot_express_is_refused(string patch, string pointer)
    {
        var error = Assert.Single(Errors(patch, Known));

        Assert.Equal(pointer, error.Pointer);
        Assert.False(error.IsUnmapped);
    }

    [Fact]
    public void Validate_name_and_its_parts_together_are_refused() =>
        Assert.Equal(["/name"], Pointers("""{"firstName":"A","lastName":"B","name":"A B"}""", Known));

    [Theory]
    [InlineData("")]
    [InlineData("abc")]
    [InlineData("1.5")]
    [InlineData("-1")]
    [InlineData("+1")]
    [InlineData("007")]
    [InlineData(" 1")]
    [InlineData("١")]
    [InlineData("1/2")]
    public void Validate_id_that_is_no_integer_points_at_the_id(string id) =>
        Assert.Equal(["/contactId"], Pointers("""{"phone":"1"}""", Known, id));

    [Fact]
    public void Validate_email_not_known_is_refused()
    {
        Assert.Equal(["/email"], Pointers("""{"phone":"1"}"""));
        Assert.Equal(["/email"], Pointers("""{"phone":"1"}""", """{"name":"Ada"}"""));
    }

    [Theory]
    [InlineData("""{"firstName":"A"}""", "/lastName")]
    [InlineData("""{"lastName":"B"}""", "/firstName")]
    public void Validate_missing_name_part_that_is_not_known_is_refused(string patch, string pointer) =>
        Assert.Equal([pointer], Pointers(patch, """{"email":"ada@example.com","name":"Ada Lovelace"}"""));

    [Fact]
    public void Validate_several_refusals_are_all_told() =>
        Assert.Equal(
            ["/contactId", "/email", "/lastName", "/title", "/subscription"],
            Pointers("""{"firstName":"A","title":"Dr","subscription":"cleaned"}""", contactId: "x"));
}
