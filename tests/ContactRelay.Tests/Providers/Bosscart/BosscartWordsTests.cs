using ContactRelay.Providers.Bosscart;
using Xunit;

namespace ContactRelay.Tests.Providers.Bosscart;

/// <summary>What a caller is told: each sentence says what to change.</summary>
public sealed class BosscartWordsTests() : ProviderTest(new BosscartProvider(), TenantBuilder.Bosscart().Build())
{
    [Theory]
    [InlineData("""{"phone":"1"}""", "/contactId", "Bosscart's contact ids are whole numbers without a leading zero.", """{"email":"a@example.com"}""", "x")]
    [InlineData("""{"phone":"1"}""", "/email", "Bosscart demands the e-mail address in every update, and none is known yet: send it.")]
    [InlineData("""{"firstName":null}""", "/firstName", "Bosscart has one name for both parts, which cannot be cleared.", """{"email":"a@example.com","lastName":"B"}""")]
    [InlineData("""{"firstName":"A"}""", "/lastName", "Bosscart has one name for both parts, and this one is not known yet: send it too.", """{"email":"a@example.com"}""")]
    [InlineData("""{"title":"a"}""", "/title", "Bosscart has no such field: name its own in the tenant's fieldMap, or leave it out.", """{"email":"a@example.com"}""")]
    [InlineData("""{"email":null}""", "/email", "Bosscart does not let it be cleared.", """{"email":"a@example.com"}""")]
    [InlineData("""{"name":null}""", "/name", "Bosscart does not let it be cleared.", """{"email":"a@example.com"}""")]
    [InlineData("""{"lists":null}""", "/lists", "Bosscart does not say how its lists are cleared: send the lists themselves.", """{"email":"a@example.com"}""")]
    [InlineData("""{"fields":{"x":["a"]}}""", "/fields/x", "Bosscart's properties hold one value, not a list.", """{"email":"a@example.com"}""")]
    [InlineData("""{"subscription":"cleaned"}""", "/subscription", "Bosscart knows subscribed and unsubscribed only.", """{"email":"a@example.com"}""")]
    [InlineData("""{"tags":null}""", "/tags", "Bosscart adds tags and never takes one away, so they cannot be cleared.", """{"email":"a@example.com"}""")]
    [InlineData("""{"tags":[1]}""", "/tags", "Bosscart's tags are names.", """{"email":"a@example.com"}""")]
    public void Validate_says_what_to_change(string patch, string pointer, string words, string known = "", string contactId = DefaultId)
    {
        var error = Assert.Single(Errors(patch, known, contactId));

        Assert.Equal((pointer, words), (error.Pointer, error.Detail));
    }

    [Fact]
    public void Validate_gives_what_is_wrong_at_the_top_and_among_the_properties() => Assert.Equal(
        ["/title", "/phone"],
        Pointers("""{"title":"a","fields":{"x":"1"},"phone":"2"}""", """{"email":"a@example.com"}""", tenant: TenantBuilder.Bosscart().Map("phone", "x").Build()));
}
