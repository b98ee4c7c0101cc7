using ContactRelay.Providers;
using ContactRelay.Providers.CampaignLark;
using Xunit;

namespace ContactRelay.Tests.Providers.CampaignLark;

public sealed class CampaignLarkAnswerTests() : ProviderTest(new CampaignLarkProvider(), TenantBuilder.CampaignLark().Build())
{
    private const string Contact =
        """{"data":{"id":"c_1","status":"UNSUBSCRIBED","tags":[{"id":7,"name":"vip"}],"data":{"email_address":"ada@example.com","first_name":"Ada"},"statistics":{"opens":1},"last_opened_at":null,"created_at":"2026-01-01T00:00:00Z"}}""";

    [Fact]
    public void ReadAnswer_contact_is_delivered_and_shows_status_and_email()
    {
        var reading = Read(200, Contact, """{"firstName":"Ada"}""");

        Assert.Equal(DeliveryOutcome.Delivered("c_1"), reading.Outcome);
        Assert.Equal(["email=\"ada@example.com\"", "subscription=\"unsubscribed\""], Show(reading.Known));
    }

    [Fact]
    public void ReadAnswer_id_may_be_a_number() =>
        Assert.Equal(DeliveryOutcome.Delivered("9007199254740993"), Outcome(200, """{"data":{"id":9007199254740993}}"""));

    [Theory]
    [InlineData("The contact ID you provided is not valid.", RefusalScope.Contact)]
    [InlineData("We couldn't find a contact with that ID.", RefusalScope.Contact)]
    [InlineData("Please provide at least one field to update.", RefusalScope.Fields)]
    [InlineData("Please provide a status.", RefusalScope.Fields)]
    [InlineData("The status you provided is not valid.", RefusalScope.Fields)]
    [InlineData("We were unable to find a field with the merge_tag company", RefusalScope.Fields)]
    [InlineData("Anything else", RefusalScope.Fields)]
    public void ReadAnswer_documented_refusal_has_its_scope(string message, RefusalScope scope)
    {
        var body = $$$"""{"error":{"message":"{{{message}}}"}}""";

        AssertRejected(Outcome(400, body), message, scope);
        AssertRejected(Outcome(200, body), message, scope);
    }

    [Fact]
    public void ReadAnswer_not_found_is_about_the_contact() => AssertRejected(
        Outcome(404, """{"error":{"message":"We couldn't find it."}}"""), "We couldn't find it.", RefusalScope.Contact);

    [Theory]
    [InlineData(401)]
    [InlineData(403)]
    public void ReadAnswer_key_refused_keeps_the_words(int status) =>
        Assert.Equal(
            DeliveryOutcome.Unauthorized("Your IP address is not authorized to use this API key."),
            Outcome(status, """{"error":{"message":"Your IP address is not authorized to use this API key."}}"""));

    [Fact]
    public void ReadAnswer_error_under_a_passing_status_is_later()
    {
        const string body = """{"error":{"message":"busy"}}""";

        Assert.Equal(DeliveryOutcome.Throttled("busy"), Outcome(429, body));
        Assert.Equal(DeliveryOutcome.RetryLater("busy"), Outcome(503, body));
    }

    [Theory]
    [InlineData("""{"data":null}""")]
    [InlineData("""{"data":[]}""")]
    [InlineData("""{"data":{}}""")]
    [InlineData("""{"data":{"id":null}}""")]
    [InlineData("""{"id":"c_1"}""")]
    public void ReadAnswer_without_a_contact_is_no_answer(string body) => AssertUnreadable(Outcome(200, body));

    [Fact]
    public void ReadAnswer_cut_is_no_answer() => AssertUnreadable(Read(200, Contact, isCut: true).Outcome);

    [Fact]
    public void ReadAnswer_null_error_is_none() =>
        Assert.Equal(DeliveryOutcome.Delivered("c_1"), Outcome(200, """{"error":null,"data":{"id":"c_1"}}"""));

    [Fact]
    public void ReadAnswer_refusal_teaches_nothing()
    {
        var reading = Read(400, """{"error":{"message":"no"}}""", """{"subscription":"subscribed"}""", """{"subscription":"unsubscribed"}""");

        Assert.Equal(["subscription=\"unsubscribed\""], Show(reading.Known));
    }

    [Fact]
    public void ReadAnswer_what_it_shows_counts_for_more_than_what_was_sent() =>
        Assert.Equal(
            ["email=\"ada@example.com\"", "subscription=\"unsubscribed\""],
            Show(Read(200, Contact, """{"subscription":"subscribed","email":"ADA@example.com"}""").Known));

    [Theory]
    [InlineData("""{"data":{"id":"1"}}""")]
    [InlineData("""{"data":{"id":"1","status":"SNOOZED","data":{"email_address":""}}}""")]
    [InlineData("""{"data":{"id":"1","status":null,"data":[]}}""")]
    public void ReadAnswer_what_it_does_not_show_is_known_from_what_was_sent(string body) =>
        Assert.Equal(
            ["email=\"eve@example.com\"", "subscription=\"cleaned\""],
            Show(Read(200, body, """{"subscription":"cleaned","email":"eve@example.com","firstName":"A"}""").Known));

    [Fact]
    public void ReadAnswer_email_is_under_its_mapped_merge_tag() =>
        Assert.Equal(
            ["email=\"ada@example.com\""],
            Show(Read(
                200,
                """{"data":{"id":"1","data":{"mail":"ada@example.com"}}}""",
                tenant: TenantBuilder.CampaignLark().Map("email", "mail").Build()).Known));
}
