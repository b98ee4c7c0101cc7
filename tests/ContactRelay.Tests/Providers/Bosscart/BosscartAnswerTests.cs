using ContactRelay.Providers;
using ContactRelay.Providers.Bosscart;
using Xunit;

namespace ContactRelay.Tests.Providers.Bosscart;

public sealed class BosscartAnswerTests() : ProviderTest(new BosscartProvider(), TenantBuilder.Bosscart().Build())
{
    private const string Contact =
        """{"id":4294967668,"email":"ada@example.com","name":"Ada Lovelace","phone":"1","tags":["a"],"properties":[],"createdOn":1700000000,"memberId":null}""";

    [Fact]
    public void ReadAnswer_contact_is_delivered_and_shows_email_and_name()
    {
        var reading = Read(200, Contact, """{"phone":"1"}""");

        Assert.Equal(DeliveryOutcome.Delivered("4294967668"), reading.Outcome);
        Assert.Equal(["email=\"ada@example.com\"", "name=\"Ada Lovelace\""], Show(reading.Known));
    }

    [Theory]
    [InlineData("""{"id":9007199254740993}""", "9007199254740993")]
    [InlineData("""{"id":"7"}""", "7")]
    [InlineData("""{"success":true,"id":1}""", "1")]
    public void ReadAnswer_id_is_the_record(string body, string recordId) =>
        Assert.Equal(DeliveryOutcome.Delivered(recordId), Outcome(200, body));

    [Theory]
    [InlineData(400)]
    [InlineData(422)]
    [InlineData(200)]
    public void ReadAnswer_success_false_is_refused_with_its_message(int status) =>
        AssertRejected(Outcome(status, """{"success":false,"message":"email is required"}"""), "email is required");

    [Fact]
    public void ReadAnswer_not_found_is_about_the_contact()
    {
        AssertRejected(Outcome(404, """{"success":false,"message":"Contact not found"}"""), "Contact not found", RefusalScope.Contact);
        AssertRejected(Outcome(410, """{"success":false}"""), "HTTP 410", RefusalScope.Contact);
    }

    [Fact]
    public void ReadAnswer_success_false_under_a_passing_status_is_later()
    {
        const string body = """{"success":false,"message":"busy"}""";

        Assert.Equal(DeliveryOutcome.Throttled("busy"), Outcome(429, body));
        Assert.Equal(DeliveryOutcome.RetryLater("busy"), Outcome(500, body));
        Assert.Equal(DeliveryOutcome.Forbidden("busy"), Outcome(403, body));
    }

    [Theory]
    [InlineData("""{"id":999,"email":"other@example.com","name":"Other"}""", "999")]
    [InlineData("""{"id":"999","email":"other@example.com"}""", "999")]
    public void ReadAnswer_about_another_record_teaches_nothing_and_says_so(string body, string recordId)
    {
        const string known = """{"email":"ada@example.com"}""";

        var reading = Read(200, body, """{"firstName":"Ada","lastName":"L"}""", known, contactId: "11");

        Assert.Equal(DeliveryOutcome.Delivered(recordId, "The provider answered about another record: 999."), reading.Outcome);
        Assert.Equal(Show(Fields(known)), Show(reading.Known));
    }

    [Theory]
    [InlineData("11")]
    [InlineData("\"11\"")]
    [InlineData("\" 11\"")]
    [InlineData("11.0")]
    public void ReadAnswer_about_the_record_in_another_form_is_about_the_record(string id)
    {
        var reading = Read(200, $$"""{"id":{{id}},"email":"ada@example.com"}""", contactId: "11");

        Assert.Null(reading.Outcome.Reason);
        Assert.Equal(["email=\"ada@example.com\""], Show(reading.Known));
    }

    [Fact]
    public void ReadAnswer_refusal_teaches_nothing()
    {
        const string known = """{"email":"ada@example.com"}""";

        var reading = Read(400, """{"success":false,"message":"no","email":"x@y.z"}""", """{"email":"eve@example.com"}""", known);

        Assert.Equal(Show(Fields(known)), Show(reading.Known));
    }

    [Theory]
    [InlineData("""{"success":true}""")]
    [InlineData("""{"id":null}""")]
    [InlineData("""{"id":{}}""")]
    [InlineData("""[{"id":1}]""")]
    public void ReadAnswer_without_an_id_is_no_answer(string body) => AssertUnreadable(Outcome(200, body));

    [Fact]
    public void ReadAnswer_cut_is_no_answer() => AssertUnreadable(Read(200, Contact, isCut: true).Outcome);

    [Fact]
    public void ReadAnswer_what_it_does_not_show_is_known_from_what_was_sent()
    {
        var reading = Read(200, """{"id":1}""", """{"email":"eve@example.com","firstName":"Eve","lastName":"L"}""", """{"email":"ada@example.com"}""");

        Assert.Equal(["email=\"eve@example.com\"", "firstName=\"Eve\"", "lastName=\"L\""], Show(reading.Known));
    }

    [Fact]
    public void ReadAnswer_what_it_shows_counts_for_more_than_what_was_sent() =>
        Assert.Equal(
            ["email=\"EVE@example.com\""],
            Show(Read(200, """{"id":1,"email":"EVE@example.com"}""", """{"email":"eve@example.com"}""").Known));

    [Theory]
    [InlineData("""{"id":1,"email":"","name":""}""")]
    [InlineData("""{"id":1,"email":null,"name":null}""")]
    [InlineData("""{"id":1,"email":"\ud800","name":"\ud800"}""")]
    public void ReadAnswer_values_of_no_use_change_nothing(string body)
    {
        const string known = """{"email":"ada@example.com","firstName":"Ada","lastName":"L"}""";

        Assert.Equal(Show(Fields(known)), Show(Read(200, body, """{"phone":"1"}""", known).Known));
    }
}
