using ContactRelay.Providers;
using ContactRelay.Providers.Kulea;
using Xunit;

namespace ContactRelay.Tests.Providers.Kulea;

public sealed class KuleaAnswerTests() : ProviderTest(new KuleaProvider(), TenantBuilder.Kulea().Build())
{
    [Theory]
    [InlineData("""{"success":true,"crm_id":4294967668}""", "4294967668")]
    [InlineData("""{"success":true,"crm_id":9007199254740993}""", "9007199254740993")]
    [InlineData("""{"success":true,"crm_id":"abc"}""", "abc")]
    [InlineData("""{"success":true,"crm_id":1,"archived":false}""", "1")]
    [InlineData("""{"success":true}""", null)]
    public void ReadAnswer_success_is_delivered(string body, string? recordId)
    {
        Assert.Equal(DeliveryOutcome.Delivered(recordId), Outcome(200, body));
        Assert.Equal(DeliveryOutcome.Delivered(recordId), Outcome(201, body));
    }

    [Fact]
    public void ReadAnswer_success_behind_a_byte_order_mark_is_delivered() =>
        Assert.Equal(DeliveryOutcome.Delivered("1"), Outcome(200, "\uFEFF" + """{"success":true,"crm_id":1}"""));

    [Fact]
    public void ReadAnswer_archived_is_ignored()
    {
        Assert.Equal(DeliveryOutcome.Ignored("gone away"), Outcome(200, """{"success":true,"crm_id":1,"archived":true,"reason":"gone away"}"""));
        Assert.Equal(OutcomeKind.Ignored, Outcome(200, """{"success":true,"archived":true}""").Kind);
    }

    [Theory]
    [InlineData(200)]
    [InlineData(400)]
    [InlineData(422)]
    public void ReadAnswer_success_false_is_refused_with_its_reason(int status) =>
        AssertRejected(Outcome(status, """{"success":false,"reason":"forename: wrong type"}"""), "forename: wrong type");

    [Fact]
    public void ReadAnswer_success_false_without_a_reason_is_refused() => AssertRejected(Outcome(200, """{"success":false}"""), "HTTP 200");

    [Fact]
    public void ReadAnswer_success_false_and_archived_is_refused() =>
        AssertRejected(Outcome(200, """{"success":false,"archived":true,"reason":"no"}"""), "no");

    [Fact]
    public void ReadAnswer_not_found_is_about_the_contact()
    {
        AssertRejected(Outcome(404, """{"success":false,"reason":"no such user"}"""), "no such user", RefusalScope.Contact);
        AssertRejected(Outcome(404, """{"success":false}"""), "HTTP 404", RefusalScope.Contact);
    }

    [Fact]
    public void ReadAnswer_success_false_under_a_passing_status_is_later()
    {
        const string body = """{"success":false,"reason":"busy"}""";

        Assert.Equal(DeliveryOutcome.Throttled("busy"), Outcome(429, body));
        Assert.Equal(DeliveryOutcome.RetryLater("busy"), Outcome(503, body));
        Assert.Equal(DeliveryOutcome.RetryLater("busy"), Outcome(500, body));
        Assert.Equal(DeliveryOutcome.Unauthorized("busy"), Outcome(401, body));
    }

    [Fact]
    public void ReadAnswer_success_true_under_an_error_is_not_success()
    {
        Assert.Equal(OutcomeKind.RetryLater, Outcome(400, """{"success":true,"crm_id":1}""").Kind);
        Assert.Equal(OutcomeKind.RetryLater, Outcome(500, """{"success":true,"crm_id":1}""").Kind);
    }

    [Theory]
    [InlineData("""{"success":"true","crm_id":1}""")]
    [InlineData("""{"success":1}""")]
    [InlineData("""{"success":null}""")]
    [InlineData("""{"crm_id":1}""")]
    [InlineData("""{"success":true,"crm_id":1} {}""")]
    [InlineData("""[{"success":true}]""")]
    public void ReadAnswer_not_the_documented_result_is_no_answer(string body) => AssertUnreadable(Outcome(200, body));

    [Fact]
    public void ReadAnswer_cut_is_no_answer() => AssertUnreadable(Read(200, """{"success":true,"crm_id":1}""", isCut: true).Outcome);

    [Fact]
    public void ReadAnswer_unreadable_name_beside_the_result_does_no_harm() =>
        Assert.Equal(DeliveryOutcome.Delivered("1"), Outcome(200, """{"\ud800 and more":1,"success":true,"crm_id":1}"""));

    [Fact]
    public void ReadAnswer_long_reason_is_cut() =>
        Assert.Equal(DeliveryOutcome.MaxReasonBytes, Outcome(200, $$"""{"success":false,"reason":"{{new string('x', 2000)}}"}""").Reason!.Length);

    [Fact]
    public void Remember_nothing_is_demanded_so_nothing_is_kept()
    {
        Assert.Empty(Provider.Remember(Fields(""), Fields("""{"firstName":"A","subscription":"unsubscribed"}""")));
        Assert.Empty(Read(200, """{"success":true,"crm_id":1}""", """{"firstName":"A"}""").Known);
    }
}
