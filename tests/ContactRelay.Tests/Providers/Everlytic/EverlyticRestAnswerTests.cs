using ContactRelay.Providers;
using ContactRelay.Providers.Everlytic;
using Xunit;

namespace ContactRelay.Tests.Providers.Everlytic;

public sealed class EverlyticRestAnswerTests() : ProviderTest(new EverlyticProvider(), TenantBuilder.Everlytic().Build())
{
    [Theory]
    [InlineData("4294967668", "4294967668")]
    [InlineData("9007199254740993", "9007199254740993")]
    [InlineData("\"42\"", "42")]
    [InlineData(" 42 \n", "42")]
    [InlineData("""{"id":42}""", "42")]
    [InlineData("""{"id":"42"}""", "42")]
    [InlineData("""{"links":{"self":"x"},"item":{"id":42}}""", "42")]
    [InlineData("""{"links":[],"item":42}""", "42")]
    [InlineData("""{"links":{},"collection":[{"item":{"id":"42"}}]}""", "42")]
    [InlineData("""{"collection":[42]}""", "42")]
    [InlineData("""{"error":null,"item":{"id":42}}""", "42")]
    public void ReadAnswer_id_plain_or_wrapped_is_delivered(string body, string recordId) =>
        Assert.Equal(DeliveryOutcome.Delivered(recordId), Outcome(200, body));

    [Theory]
    [InlineData(400, """{"error":{"message":"Invalid contact"}}""", "Invalid contact")]
    [InlineData(200, """{"error":{"message":"Invalid contact","code":1}}""", "Invalid contact")]
    [InlineData(422, """{"error":"Invalid contact"}""", "Invalid contact")]
    [InlineData(200, """{"error":{"code":1},"item":{"id":1}}""", "HTTP 200")]
    public void ReadAnswer_error_is_refused_with_its_message(int status, string body, string reason) => AssertRejected(Outcome(status, body), reason);

    [Fact]
    public void ReadAnswer_not_found_is_about_the_contact() =>
        AssertRejected(Outcome(404, """{"error":{"message":"No such contact"}}"""), "No such contact", RefusalScope.Contact);

    [Fact]
    public void ReadAnswer_error_under_a_passing_status_is_later()
    {
        const string body = """{"error":{"message":"busy"}}""";

        Assert.Equal(DeliveryOutcome.Throttled("busy"), Outcome(429, body));
        Assert.Equal(DeliveryOutcome.RetryLater("busy"), Outcome(500, body));
        Assert.Equal(DeliveryOutcome.Unauthorized("busy"), Outcome(401, body));
    }

    [Theory]
    [InlineData("\"abc\"")]
    [InlineData("\"4 2\"")]
    [InlineData("""{"item":{}}""")]
    [InlineData("""{"links":{"id":42}}""")]
    [InlineData("""{"collection":[]}""")]
    [InlineData("42 43")]
    public void ReadAnswer_no_id_is_no_answer(string body) => AssertUnreadable(Outcome(200, body));

    [Fact]
    public void ReadAnswer_cut_is_no_answer() => AssertUnreadable(Read(200, "42", isCut: true).Outcome);

    [Fact]
    public void ReadAnswer_teaches_nothing() => Assert.Empty(Read(200, "42", """{"firstName":"A"}""").Known);
}
