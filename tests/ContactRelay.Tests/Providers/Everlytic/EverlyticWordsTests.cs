using ContactRelay.Providers.Everlytic;
using Xunit;

namespace ContactRelay.Tests.Providers.Everlytic;

/// <summary>What a caller is told: each sentence says what to change.</summary>
public sealed class EverlyticWordsTests() : ProviderTest(new EverlyticProvider(), TenantBuilder.Everlytic().Build())
{
    [Theory]
    [InlineData("""{"firstName":"A"}""", "/contactId", "Everlytic's contact ids are whole numbers without a leading zero.", "", "x")]
    [InlineData("""{"fields":{"rating":1}}""", "/fields/rating", "Everlytic's rating is read-only.")]
    [InlineData("""{"email":"a@example.com"}""", "/email", "Everlytic does not list the e-mail address among what an update may change.")]
    [InlineData("""{"note":"a"}""", "/note", "Everlytic has no such field: name its own in the tenant's fieldMap, or leave it out.")]
    [InlineData("""{"subscription":"cleaned"}""", "/subscription", "Everlytic knows subscribed, unsubscribed and suppressed.")]
    [InlineData("""{"gender":"x"}""", "/gender", "Everlytic's gender is one of unknown, male, female.")]
    [InlineData("""{"maritalStatus":"x"}""", "/maritalStatus", "Everlytic's marital_status is one of unknown, single, married.")]
    [InlineData("""{"fields":{"status":"x"}}""", "/fields/status", "Everlytic's status is one of on, off, suppressed.")]
    [InlineData("""{"fields":{"preferred_email_format":"x"}}""", "/fields/preferred_email_format", "Everlytic's preferred_email_format is one of html, text.")]
    [InlineData("""{"fields":{"create_notifications":"x"}}""", "/fields/create_notifications", "Everlytic's create_notifications is one of yes, no.")]
    [InlineData("""{"fields":{"x":["a"]}}""", "/fields/x", "Everlytic's properties hold one value, not a list.")]
    [InlineData("""{"tags":[1]}""", "/tags", "Everlytic's tags are names.")]
    public void Validate_says_what_to_change(string patch, string pointer, string words, string known = "", string contactId = DefaultId)
    {
        var error = Assert.Single(Errors(patch, known, contactId));

        Assert.Equal((pointer, words), (error.Pointer, error.Detail));
    }

    [Theory]
    [InlineData("""{"fields":{"a\u0001":"b"}}""", "XML-RPC cannot carry control characters, which the field's name holds.")]
    [InlineData("""{"fields":{"x":1e5}}""", "XML-RPC can carry neither control characters nor a number with an exponent.")]
    [InlineData("""{"firstName":"a\u0001"}""", "XML-RPC can carry neither control characters nor a number with an exponent.")]
    [InlineData("""{"tags":null}""", "XML-RPC has no null: send an empty array to take all tags away.")]
    [InlineData("""{"tags":["a\u0001"]}""", "XML-RPC cannot carry control characters.")]
    public void Validate_for_XmlRpc_says_what_to_change(string patch, string words) =>
        Assert.Equal(words, Assert.Single(Errors(patch, tenant: TenantBuilder.Everlytic("xmlrpc").Build())).Detail);

    [Theory]
    [InlineData("status", "on")]
    [InlineData("status", "off")]
    [InlineData("status", "suppressed")]
    [InlineData("preferred_email_format", "html")]
    [InlineData("preferred_email_format", "text")]
    [InlineData("create_notifications", "yes")]
    [InlineData("create_notifications", "no")]
    [InlineData("gender", "unknown")]
    [InlineData("gender", "female")]
    [InlineData("marital_status", "unknown")]
    [InlineData("marital_status", "married")]
    public void BuildRequest_takes_each_choice_by_its_own_name(string name, string value) => Assert.Contains(
        $"\"{name}\":\"{value}\"", Body($$$"""{"fields":{"{{{name}}}":"{{{value}}}"}}"""), StringComparison.Ordinal);

    [Theory]
    [InlineData("""{"item":{"id":7}}""")]
    [InlineData("""{"collection":[{"id":7}]}""")]
    [InlineData("""{"data":{"id":"7"}}""")]
    [InlineData("""{"result":7}""")]
    [InlineData("""{"contact":{"id":7}}""")]
    [InlineData("""{"id":7,"item":{"id":8}}""")]
    public void ReadAnswer_finds_the_id_where_it_is_wrapped(string body) => Assert.Equal("7", Outcome(200, body).RecordId);

    [Fact]
    public void ReadAnswer_error_with_a_message_says_that() =>
        Assert.Equal("No such list", Outcome(400, """{"error":{"message":"No such list"}}""").Reason);
}
