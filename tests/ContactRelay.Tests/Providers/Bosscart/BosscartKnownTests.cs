using ContactRelay.Providers.Bosscart;
using Xunit;

namespace ContactRelay.Tests.Providers.Bosscart;

public sealed class BosscartKnownTests() : ProviderTest(new BosscartProvider(), TenantBuilder.Bosscart().Build())
{
    private const string Known = """{"email":"ada@example.com","firstName":"Ada","lastName":"Lovelace"}""";

    [Theory]
    [InlineData("""{"firstName":"Eve"}""", "Eve Lovelace")]
    [InlineData("""{"lastName":"Byron"}""", "Ada Byron")]
    [InlineData("""{"lastName":""}""", "Ada")]
    [InlineData("""{"firstName":"Ωμέγα"}""", "Ωμέγα Lovelace")]
    public void BuildRequest_missing_name_part_is_the_known_one(string patch, string name) =>
        Assert.Equal($$"""{"email":"ada@example.com","name":"{{name}}"}""", Body(patch, Known));

    [Fact]
    public void BuildRequest_known_name_is_not_sent_unasked() =>
        Assert.Equal("""{"email":"ada@example.com","phone":"1"}""", Body("""{"phone":"1"}""", Known));

    [Fact]
    public void BuildRequest_email_of_the_caller_counts_for_more_than_the_known_one() =>
        Assert.Equal("""{"email":"eve@example.com"}""", Body("""{"email":"eve@example.com"}""", Known));

    [Theory]
    [InlineData("""{"email":"eve@example.com"}""", "email=\"eve@example.com\"", "firstName=\"Ada\"", "lastName=\"Lovelace\"")]
    [InlineData("""{"firstName":"Eve"}""", "email=\"ada@example.com\"", "firstName=\"Eve\"", "lastName=\"Lovelace\"")]
    [InlineData("""{"name":"Eve B"}""", "email=\"ada@example.com\"", "name=\"Eve B\"")]
    [InlineData("""{"phone":"1","tags":["a"],"fields":{"email":"x"}}""", "email=\"ada@example.com\"", "firstName=\"Ada\"", "lastName=\"Lovelace\"")]
    public void Remember_keeps_the_demanded_values(string sent, params string[] expected) =>
        Assert.Equal(expected, Show(Provider.Remember(Fields(Known), Fields(sent))));

    [Fact]
    public void ReadAnswer_same_whole_name_keeps_its_parts()
    {
        var reading = Read(200, """{"id":1,"name":"Ada Byron"}""", """{"lastName":"Byron"}""", Known);

        Assert.Equal(
            ["email=\"ada@example.com\"", "firstName=\"Ada\"", "lastName=\"Byron\"", "name=\"Ada Byron\""], Show(reading.Known));
    }

    [Fact]
    public void ReadAnswer_other_whole_name_forgets_its_parts()
    {
        var reading = Read(200, """{"id":1,"name":"Augusta King"}""", """{"phone":"1"}""", Known);

        Assert.Equal(["email=\"ada@example.com\"", "name=\"Augusta King\""], Show(reading.Known));
    }

    [Fact]
    public void ReadAnswer_after_a_whole_name_a_part_alone_is_refused()
    {
        var known = Read(200, """{"id":1,"name":"Ada Lovelace"}""", """{"name":"Ada Lovelace"}""", Known).Known;

        var errors = Provider.Validate(DefaultId, Fields("""{"lastName":"Byron"}"""), known, Tenant);

        Assert.Equal("/firstName", Assert.Single(errors).Pointer);
    }

    [Fact]
    public void AdditiveFields_are_the_tags() => Assert.Equal(["tags"], Provider.AdditiveFields);
}
