using ContactRelay.Providers;
using ContactRelay.Providers.Everlytic;
using Xunit;

namespace ContactRelay.Tests.Providers.Everlytic;

public sealed class EverlyticXmlRpcAnswerTests() : ProviderTest(new EverlyticProvider(), TenantBuilder.Everlytic("xmlrpc").Build())
{
    private const string Fault =
        """
        <?xml version="1.0" encoding="UTF-8"?>
        <methodResponse><fault><value><struct>
        <member><name>faultCode</name><value><int>4</int></value></member>
        <member><name>faultString</name><value><string>Unknown contact &amp; more</string></value></member>
        </struct></value></fault></methodResponse>
        """;

    [Theory]
    [InlineData("<int>4294967668</int>", "4294967668")]
    [InlineData("<i4>42</i4>", "42")]
    [InlineData("<i8>9007199254740993</i8>", "9007199254740993")]
    [InlineData("<string>42</string>", "42")]
    [InlineData("42", "42")]
    [InlineData("\n  <int> 42 </int>\n", "42")]
    public void ReadAnswer_integer_is_delivered(string value, string recordId) =>
        Assert.Equal(DeliveryOutcome.Delivered(recordId), Outcome(200, Response(value)));

    [Fact]
    public void ReadAnswer_xml_declaration_and_white_space_do_not_matter() =>
        Assert.Equal(
            DeliveryOutcome.Delivered("42"),
            Outcome(200, "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>\r\n" + Response("<int>42</int>") + "\r\n"));

    [Theory]
    [InlineData(200)]
    [InlineData(400)]
    [InlineData(404)]
    public void ReadAnswer_fault_is_refused_with_its_words(int status) =>
        AssertRejected(Outcome(status, Fault), "Unknown contact & more (fault 4)");

    [Fact]
    public void ReadAnswer_fault_without_words_is_refused()
    {
        AssertRejected(Outcome(200, "<methodResponse><fault/></methodResponse>"), "HTTP 200");
        AssertRejected(Outcome(200, "<methodResponse><fault><value><struct/></value></fault></methodResponse>"), "? (fault ?)");
    }

    [Fact]
    public void ReadAnswer_not_found_is_about_the_address_and_not_the_contact() => AssertRejected(Outcome(404, "<html>"), "HTTP 404");

    [Fact]
    public void ReadAnswer_fault_under_a_passing_status_is_later()
    {
        const string words = "Unknown contact & more (fault 4)";

        Assert.Equal(DeliveryOutcome.Throttled(words), Outcome(429, Fault));
        Assert.Equal(DeliveryOutcome.RetryLater(words), Outcome(503, Fault));
        Assert.Equal(DeliveryOutcome.Unauthorized(words), Outcome(401, Fault));
    }

    [Theory]
    [InlineData("<int></int>")]
    [InlineData("<int>-1</int>")]
    [InlineData("<string>done</string>")]
    [InlineData("<nil/>")]
    [InlineData("<boolean>0</boolean>")]
    [InlineData("<boolean>1</boolean>")]
    [InlineData("<array><data><value><int>1</int></value></data></array>")]
    public void ReadAnswer_value_that_is_no_id_is_no_answer(string value) => AssertUnreadable(Outcome(200, Response(value)));

    [Theory]
    [InlineData("<methodResponse/>")]
    [InlineData("<methodResponse><params/></methodResponse>")]
    [InlineData("<methodCall><params><param><value><int>42</int></value></param></params></methodCall>")]
    [InlineData("42")]
    public void ReadAnswer_other_xml_is_no_answer(string body) => AssertUnreadable(Outcome(200, body));

    [Fact]
    public void ReadAnswer_entities_are_not_expanded() =>
        AssertUnreadable(Outcome(
            200,
            "<!DOCTYPE m [<!ENTITY a \"4\"><!ENTITY b \"&a;&a;\">]>" + Response("<int>&b;</int>")));

    [Fact]
    public void ReadAnswer_cut_is_no_answer() => AssertUnreadable(Read(200, Response("<int>42</int>"), isCut: true).Outcome);

    [Fact]
    public void ReadAnswer_teaches_nothing() => Assert.Empty(Read(200, Response("<int>42</int>"), """{"firstName":"A"}""").Known);

    private static string Response(string value) =>
        $"<methodResponse><params><param><value>{value}</value></param></params></methodResponse>";
}
