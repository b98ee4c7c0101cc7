using ContactRelay.Providers.Kulea;
using Xunit;

namespace ContactRelay.Tests.Providers.Kulea;

/// <summary>What a caller is told: each sentence says what to change.</summary>
public sealed class KuleaWordsTests() : ProviderTest(new KuleaProvider(), TenantBuilder.Kulea().Build())
{
    [Theory]
    [InlineData("""{"phone":"a"}""", "/phone", "Kulea has no such field: name its own in the tenant's fieldMap, or leave it out.")]
    [InlineData("""{"email":"a@example.com"}""", "/email", "Kulea does not let a contact's e-mail address be changed.")]
    [InlineData("""{"fields":{"archived":true}}""", "/fields/archived", "Kulea does not let a contact be archived by an update.")]
    [InlineData("""{"fields":{"unsubscribe":true}}""", "/fields/unsubscribe", "Send \"subscription\": \"unsubscribed\" instead: Kulea's unsubscribe only goes one way.")]
    [InlineData("""{"fields":{"x":["a"]}}""", "/fields/x", "Kulea's fields hold one value, not a list.")]
    [InlineData("""{"subscription":"subscribed"}""", "/subscription", "Kulea can only unsubscribe: nothing re-subscribes a contact, and it has no other status.")]
    public void Validate_says_what_to_change(string patch, string pointer, string words, string known = "", string contactId = DefaultId)
    {
        var error = Assert.Single(Errors(patch, known, contactId));

        Assert.Equal((pointer, words), (error.Pointer, error.Detail));
    }

    [Fact]
    public void ReadAnswer_archived_without_a_reason_says_what_that_means() =>
        Assert.Equal("The contact is archived at Kulea, which applied nothing.", Outcome(200, """{"success":true,"archived":true}""").Reason);

    [Fact]
    public void Validate_two_fields_for_one_place_names_the_other() => Assert.Equal(
        "Goes to the same field of the provider as /phone: send one of them.",
        Assert.Single(Errors("""{"phone":"1","fields":{"tel":"2"}}""", tenant: TenantBuilder.Kulea().Map("phone", "tel").Build())).Detail);
}
