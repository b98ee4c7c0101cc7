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
    public void ReadAnswer_fault_without_words_is_tried_again()
    {
        Assert.Equal(DeliveryOutcome.RetryLater("A fault without words"), Outcome(200, "<methodResponse><fault/></methodResponse>"));
        Assert.Equal(
            DeliveryOutcome.RetryLater("? (fault ?)"), Outcome(200, "<methodResponse><fault><value><struct/></value></fault></methodResponse>"));
    }

    [Fact]
    public void ReadAnswer_not_found_is_about_the_address_and_not_the_contact() =>
        Assert.Equal(OutcomeKind.RetryLater, Outcome(404, "<html>").Kind);

    // The codes are those of "Specification for Fault Code Interoperability", xmlrpc-epi.sourceforge.net/specs/rfc.fault_codes.php.
    [Theory]
    [InlineData("-32700", "parse error. not well formed", OutcomeKind.Rejected)]
    [InlineData("-32701", "parse error. unsupported encoding", OutcomeKind.Rejected)]
    [InlineData("-32702", "parse error. invalid character for encoding", OutcomeKind.Rejected)]
    [InlineData("-32600", "server error. invalid xml-rpc. not conforming to spec.", OutcomeKind.Rejected)]
    [InlineData("-32601", "server error. requested method not found", OutcomeKind.RetryLater)]
    [InlineData("-32602", "server error. invalid method parameters", OutcomeKind.Rejected)]
    [InlineData("-32603", "server error. internal xml-rpc error", OutcomeKind.RetryLater)]
    [InlineData("-32500", "application error", OutcomeKind.RetryLater)]
    [InlineData("-32400", "system error", OutcomeKind.RetryLater)]
    [InlineData("-32300", "transport error", OutcomeKind.RetryLater)]
    [InlineData("-32042", "something of this server's", OutcomeKind.RetryLater)]
    [InlineData("-32500", "database is locked", OutcomeKind.RetryLater)]
    [InlineData("1205", "Lock wait timeout exceeded; try restarting transaction", OutcomeKind.RetryLater)]
    [InlineData("1213", "Deadlock found when trying to get lock", OutcomeKind.RetryLater)]
    [InlineData("0", "Request timed out", OutcomeKind.RetryLater)]
    [InlineData("0", "Please try again", OutcomeKind.RetryLater)]
    [InlineData("0", "Invalid e-mail address, please try again", OutcomeKind.Rejected)]
    [InlineData("0", "Something odd", OutcomeKind.RetryLater)]
    [InlineData("4", "invalid login or api key", OutcomeKind.Unauthorized)]
    [InlineData("-32500", "Authentication failed", OutcomeKind.Unauthorized)]
    [InlineData("0", "The API key is not valid", OutcomeKind.Unauthorized)]
    [InlineData("0", "The field 'last login' is not valid", OutcomeKind.Rejected)]
    [InlineData("-32500", "Incorrect value for birth_date", OutcomeKind.Rejected)]
    [InlineData("401", "Who are you?", OutcomeKind.Unauthorized)]
    [InlineData("403", "No", OutcomeKind.RetryLater)]
    [InlineData("422", "No", OutcomeKind.Rejected)]
    [InlineData("429", "Slow down", OutcomeKind.Throttled)]
    [InlineData("503", "No", OutcomeKind.RetryLater)]
    [InlineData("none", "No", OutcomeKind.RetryLater)]
    public void ReadAnswer_fault_means_what_its_words_and_its_code_say(string code, string words, OutcomeKind kind)
    {
        var fault = Fault.Replace("<int>4</int>", $"<string>{code}</string>", StringComparison.Ordinal)
            .Replace("Unknown contact &amp; more", words, StringComparison.Ordinal);

        Assert.Equal((kind, $"{words} (fault {code})"), (Outcome(200, fault).Kind, Outcome(200, fault).Reason));
    }

    [Theory]
    [InlineData("\r\n")]
    [InlineData(" \t\n")]
    [InlineData("\uFEFF")]
    [InlineData("\uFEFF\n\uFEFF ")]
    [InlineData("\n\uFEFF")]
    public void ReadAnswer_what_stands_before_the_declaration_does_not_matter(string before)
    {
        const string declaration = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>";

        Assert.Equal(DeliveryOutcome.Delivered("42"), Outcome(200, before + declaration + Response("<int>42</int>")));
        Assert.Equal(OutcomeKind.Rejected, Outcome(200, before + Fault).Kind);
    }

    [Theory]
    [InlineData("windows-1252")]
    [InlineData("nonsense")]
    [InlineData("UTF-8")]
    public void ReadAnswer_in_another_encoding_than_it_names_is_read(string encoding)
    {
        var body = System.Text.Encoding.Latin1.GetBytes($"<?xml version=\"1.0\" encoding=\"{encoding}\"?><!-- \u00e9 -->{Response("<int>42</int>")}");

        Assert.Equal(DeliveryOutcome.Delivered("42"), Provider.ReadAnswer(new(200, body), "42", Fields(""), Fields(""), Tenant).Outcome);
    }

    [Fact]
    public void ReadAnswer_about_another_record_says_so() =>
        Assert.Equal("The provider answered about another record: 999.", Read(200, Response("<int>999</int>"), contactId: "11").Outcome.Reason);

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
