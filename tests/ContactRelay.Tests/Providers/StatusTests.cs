using ContactRelay.Providers;
using ContactRelay.Tenants;
using Xunit;

namespace ContactRelay.Tests.Providers;

/// <summary>What all adapters make of an answer by its status, and of answers that are no provider's.</summary>
public abstract class StatusTests(IContactProvider provider, Tenant tenant) : ProviderTest(provider, tenant)
{
    private const string Known = """{"email":"ada@example.com","firstName":"Ada"}""";

    [Theory]
    [InlineData(408, true)]
    [InlineData(409, false)]
    [InlineData(423, false)]
    [InlineData(425, false)]
    [InlineData(500, false)]
    [InlineData(502, true)]
    [InlineData(503, false)]
    [InlineData(504, true)]
    public void ReadAnswer_passing_status_is_tried_again_when_it_says(int status, bool isUnknown)
    {
        var reading = Read(status, "", """{"firstName":"Eve"}""", Known, retryAfter: TimeSpan.FromSeconds(90));

        Assert.Equal(DeliveryOutcome.RetryLater($"HTTP {status}", TimeSpan.FromSeconds(90), isUnknown), reading.Outcome);
        Assert.Equal(Show(Fields(Known)), Show(reading.Known));
    }

    [Fact]
    public void ReadAnswer_too_many_requests_is_throttled()
    {
        Assert.Equal(DeliveryOutcome.Throttled("HTTP 429", TimeSpan.FromHours(5)), Read(429, "", retryAfter: TimeSpan.FromHours(5)).Outcome);
        Assert.Equal(DeliveryOutcome.Throttled("HTTP 429"), Read(429, "<html>").Outcome);
    }

    [Fact]
    public void ReadAnswer_key_refused_is_unauthorized()
    {
        var outcome = Outcome(401, "<html>");

        Assert.Equal(DeliveryOutcome.Unauthorized("HTTP 401"), outcome);
        Assert.False(outcome.SpendsAttempt);
    }

    [Fact]
    public void ReadAnswer_forbidden_says_nothing_of_the_key()
    {
        var outcome = Outcome(403, "<html>Blocked</html>");

        Assert.Equal(DeliveryOutcome.Forbidden("HTTP 403"), outcome);
        Assert.Equal((OutcomeKind.RetryLater, "forbidden", true), (outcome.Kind, outcome.Word, outcome.SpendsAttempt));
    }

    [Fact]
    public void ReadAnswer_payment_required_is_tried_again() =>
        Assert.Equal(DeliveryOutcome.RetryLater("HTTP 402", TimeSpan.FromHours(1)), Read(402, "{}", retryAfter: TimeSpan.FromHours(1)).Outcome);

    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(307)]
    public void ReadAnswer_redirect_is_tried_again_and_names_the_setting(int status)
    {
        var outcome = Outcome(status, "");

        Assert.Equal(OutcomeKind.RetryLater, outcome.Kind);
        Assert.Contains("baseUrl", outcome.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(404)]
    [InlineData(405)]
    [InlineData(410)]
    [InlineData(413)]
    [InlineData(415)]
    [InlineData(422)]
    [InlineData(451)]
    [InlineData(499)]
    public void ReadAnswer_client_error_that_is_not_in_the_providers_form_is_tried_again(int status)
    {
        foreach (var body in (string[])["", "<html><body>Bad</body></html>", "Not found", "[]", "{}", """{"statusCode":404}""", "<methodResponse/>"])
        {
            var outcome = Outcome(status, body);

            Assert.Equal((OutcomeKind.RetryLater, false, "retryLater"), (outcome.Kind, outcome.Unknown, outcome.Word));
            Assert.Equal($"HTTP {status}, but the answer is not in the provider's form: something in between may have sent it.", outcome.Reason);
        }

        Assert.Equal(OutcomeKind.RetryLater, Read(status, "{}", isCut: true).Outcome.Kind);
    }

    [Theory]
    [MemberData(nameof(Errors))]
    public void ReadAnswer_error_without_words_is_refused_for_good_for_no_status_but_tried_again_or_asks_for_the_key(int status)
    {
        var outcome = Outcome(status, "<html>");

        Assert.Equal(status switch { 401 => OutcomeKind.Unauthorized, 429 => OutcomeKind.Throttled, _ => OutcomeKind.RetryLater }, outcome.Kind);
    }

    public static TheoryData<int> Errors() => [.. Enumerable.Range(400, 200)];

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("OK")]
    [InlineData("<!DOCTYPE html><html><body>Log in</body></html>")]
    [InlineData("<html>")]
    [InlineData("{\"success\":tru")]
    [InlineData("{\"data\":{\"id\":\"1\"")]
    [InlineData("<methodResponse><params><param><value><int>4")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("\"\"")]
    [InlineData("true")]
    [InlineData("false")]
    [InlineData("{\"\\ud800 and more\":1}")]
    [InlineData("{\"success\":\"\\ud800\",\"data\":\"\\ud800\",\"id\":\"\\ud800\"}")]
    [InlineData("<?xml version=\"1.0\" encoding=\"nonsense\"?><methodResponse/>")]
    [InlineData("<!DOCTYPE a [<!ENTITY b \"c\">]><methodResponse><params><param><value>&b;</value></param></params></methodResponse>")]
    public void ReadAnswer_success_that_nobody_documents_is_no_answer(string body)
    {
        var reading = Read(200, body, """{"firstName":"Eve"}""", Known);

        AssertUnreadable(reading.Outcome);
        Assert.Equal(Show(Fields(Known)), Show(reading.Known));
    }

    [Fact]
    public void ReadAnswer_body_that_is_not_utf8_is_no_answer()
    {
        var answer = new ProviderAnswer(200, new byte[] { (byte)'"', 0xFF, (byte)'"' });

        AssertUnreadable(Provider.ReadAnswer(answer, DefaultId, Fields(""), Fields(""), Tenant).Outcome);
    }

    [Fact]
    public void ReadAnswer_nested_deeply_is_no_answer()
    {
        AssertUnreadable(Outcome(200, new string('[', 20_000) + new string(']', 20_000)));
        AssertUnreadable(Outcome(200, string.Concat(Enumerable.Repeat("<a>", 20_000)) + string.Concat(Enumerable.Repeat("</a>", 20_000))));
    }

    [Fact]
    public void Description_names_only_canonical_fields() =>
        Assert.All(Provider.Description.Fields, field => Assert.True(ContactRelay.Contacts.CanonicalFields.Contains(field), field));
}
