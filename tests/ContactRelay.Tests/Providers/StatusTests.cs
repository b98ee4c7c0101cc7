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

    [Theory]
    [InlineData(401)]
    [InlineData(403)]
    public void ReadAnswer_key_refused_is_unauthorized(int status)
    {
        var outcome = Outcome(status, "<html>");

        Assert.Equal(DeliveryOutcome.Unauthorized($"HTTP {status}"), outcome);
        Assert.False(outcome.SpendsAttempt);
    }

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
    [InlineData(405)]
    [InlineData(413)]
    [InlineData(415)]
    [InlineData(422)]
    public void ReadAnswer_other_client_error_is_refused_for_good(int status)
    {
        AssertRejected(Outcome(status, ""), $"HTTP {status}");
        AssertRejected(Outcome(status, "<html><body>Bad</body></html>"), $"HTTP {status}");
        AssertRejected(Read(status, "{}", isCut: true).Outcome, $"HTTP {status}");
    }

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

        AssertUnreadable(Provider.ReadAnswer(answer, Fields(""), Fields(""), Tenant).Outcome);
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
