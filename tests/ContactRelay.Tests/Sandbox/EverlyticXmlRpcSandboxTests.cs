using System.Text;
using System.Xml.Linq;
using ContactRelay.Sandbox;
using Xunit;

namespace ContactRelay.Tests.Sandbox;

public sealed class EverlyticXmlRpcSandboxTests() : SandboxTest("everlytic-xmlrpc")
{
    private const string Path = "/api/2.0/xmlrpc/";

    protected override string MediaType => "text/xml";

    protected override string? Authorization =>
        $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"{SandboxKeys.EverlyticUsername}:{SandboxKeys.Everlytic}"))}";

    [Fact]
    public async Task Update_answers_the_id_and_shares_contacts_with_rest()
    {
        var (status, body) = await SendAsync(HttpMethod.Post, Path, CallOf(
            "7",
            Member("name", "<string>Ана &amp; co </string>"),
            Member("lastname", "  "),
            Member("own_score", "<double>1.10</double>"),
            Member("own_count", "<int>-3</int>"),
            Member("own_flag", "<boolean>1</boolean>")));

        Assert.Equal(200, status);
        Assert.Equal("7", XElement.Parse(body).Element("params")!.Value);
        Assert.Equal("""{"name":"Ана & co ","lastname":"  ","own_score":1.10,"own_count":-3,"own_flag":true}""", Values("7"));
        Assert.Equal(1, Server.Contact("everlytic", "7")!.Updates);
    }

    [Theory]
    [InlineData("score", "<int>1</int>", 400)]
    [InlineData("status", "<string>subscribed</string>", 400)]
    [InlineData("tags", "<string>a,b</string>", 400)]
    [InlineData("name", "<int>1</int>", 400)]
    [InlineData("name", "<nil/>", -32602)]
    [InlineData("own", "<array><data/></array>", -32602)]
    [InlineData("own", "<int>one</int>", -32602)]
    [InlineData("own", "<double>1e5</double>", -32602)]
    [InlineData("own", "<boolean>true</boolean>", -32602)]
    [InlineData("own", "<int>1</int><int>2</int>", -32602)]
    [InlineData("", "<int>1</int>", -32602)]
    public async Task Update_refused_property_is_a_fault_with_status_200(string name, string value, int code)
    {
        var (status, body) = await SendAsync(HttpMethod.Post, Path, CallOf("7", Member(name, value)));

        Assert.Equal((200, code), (status, FaultCode(body)));
        Assert.Null(Server.Contact("everlytic", "7"));
    }

    [Theory]
    [InlineData("<methodCall>", -32700)]
    [InlineData("not XML", -32700)]
    [InlineData("""<!DOCTYPE a [<!ENTITY b "c">]><methodCall/>""", -32700)]
    [InlineData("<call/>", -32600)]
    [InlineData("<methodCall><methodName>contacts.Delete</methodName></methodCall>", -32601)]
    [InlineData("<methodCall><methodName>contacts.UpdateContact</methodName></methodCall>", -32602)]
    public async Task Update_other_document_is_a_fault(string body, int code)
    {
        var (status, answer) = await SendAsync(HttpMethod.Post, Path, body);

        Assert.Equal((200, code), (status, FaultCode(answer)));
    }

    [Fact]
    public async Task Update_same_member_twice_is_a_fault()
    {
        var (_, body) = await SendAsync(HttpMethod.Post, Path, CallOf("7", Member("name", "A"), Member("name", "B")));

        Assert.Equal(-32602, FaultCode(body));
    }

    [Fact]
    public async Task Update_missing_contact_is_a_fault_with_status_200()
    {
        var (status, body) = await SendAsync(HttpMethod.Post, Path, CallOf("404", Member("name", "A")));

        Assert.Equal((200, 404), (status, FaultCode(body)));
    }

    [Fact]
    public async Task Update_other_content_type_is_a_fault()
    {
        var request = Request(HttpMethod.Post, Path, CallOf("7", Member("name", "A")));
        request.Content!.Headers.ContentType = new("application/json");

        var (_, body) = await SendAsync(request);

        Assert.Equal(-32600, FaultCode(body));
    }

    [Fact]
    public async Task Update_wrong_key_is_401()
    {
        var request = Request(HttpMethod.Post, Path, CallOf("7", Member("name", "A")));
        request.Headers.Authorization = new("Basic", "b3RoZXI=");

        var (status, _) = await SendAsync(request);

        Assert.Equal(401, status);
    }

    [Fact]
    public async Task Fault_with_a_status_has_the_xml_shape_and_leaves_rest_alone()
    {
        Server.Throw("everlytic-xmlrpc", new SandboxFault { Status = 503 });

        var (rest, _) = await SendAsync(HttpMethod.Get, "/api/2.0/contacts/7");
        var (status, body) = await SendAsync(HttpMethod.Post, Path, CallOf("7", Member("name", "A")));

        Assert.Equal((200, 503, 503), (rest, status, FaultCode(body)));
        Assert.Single(Server.Requests("everlytic"));
        Assert.Single(Server.Requests("everlytic-xmlrpc"));
    }

    private static string CallOf(string id, params string[] members) =>
        $"""
        <?xml version="1.0" encoding="UTF-8"?>
        <methodCall><methodName>contacts.UpdateContact</methodName><params>
          <param><value><int>{id}</int></value></param>
          <param><value><struct>{string.Concat(members)}</struct></value></param>
        </params></methodCall>
        """;

    private static string Member(string name, string value) => $"<member><name>{name}</name><value>{value}</value></member>";

    private static int FaultCode(string body)
    {
        var members = XElement.Parse(body).Element("fault")!.Descendants("member");
        Assert.Equal(["faultCode", "faultString"], members.Select(member => member.Element("name")!.Value));
        return (int)members.First().Descendants("int").Single();
    }
}
