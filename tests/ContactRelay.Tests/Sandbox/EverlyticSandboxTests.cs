using System.Text;
using ContactRelay.Sandbox;
using Xunit;

namespace ContactRelay.Tests.Sandbox;

public sealed class EverlyticSandboxTests() : SandboxTest("everlytic")
{
    protected override string? Authorization =>
        $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"{SandboxKeys.EverlyticUsername}:{SandboxKeys.Everlytic}"))}";

    [Fact]
    public async Task Update_answers_the_bare_id()
    {
        const string Body = """{"name":"Ana","status":"on","gender":"female","tags":"[\"a\",\"b\"]","own_score":1.10,"own_flag":true,"own_null":null}""";

        var answer = await SendAsync(HttpMethod.Put, "/api/2.0/contacts/7", Body);

        Assert.Equal((200, "7"), answer);
        Assert.Equal("""["a","b"]""", Contact("7").Values.GetProperty("tags").GetString());
        Assert.Equal("1.10", Contact("7").Values.GetProperty("own_score").GetRawText());
    }

    [Theory]
    [InlineData("""{"score":1}""")]
    [InlineData("""{"id":7}""")]
    [InlineData("""{"message_link_clicks_unique":1}""")]
    [InlineData("""{"status":"subscribed"}""")]
    [InlineData("""{"gender":"f"}""")]
    [InlineData("""{"marital_status":"divorced"}""")]
    [InlineData("""{"preferred_email_format":"rtf"}""")]
    [InlineData("""{"create_notifications":true}""")]
    [InlineData("""{"name":1}""")]
    [InlineData("""{"country_id":"x"}""")]
    [InlineData("""{"tags":["a"]}""")]
    [InlineData("""{"tags":"a,b"}""")]
    [InlineData("""{"tags":"[1]"}""")]
    [InlineData("""{"own":{"a":1}}""")]
    [InlineData("""[]""")]
    [InlineData("")]
    public async Task Update_refused_body_is_400_with_a_message(string body)
    {
        var (status, answer) = await SendAsync(HttpMethod.Put, "/api/2.0/contacts/7", body);

        Assert.Equal(400, status);
        Assert.NotEmpty(Json(answer).GetProperty("error").GetProperty("message").GetString()!);
        Assert.Null(Server.Contact("everlytic", "7"));
    }

    [Theory]
    [InlineData("404", 404)]
    [InlineData("missing", 404)]
    [InlineData("abc", 400)]
    public async Task Update_id_that_is_not_there_or_no_integer_is_refused(string id, int expected)
    {
        var (status, _) = await SendAsync(HttpMethod.Put, $"/api/2.0/contacts/{id}", """{"name":"Ana"}""");

        Assert.Equal(expected, status);
    }

    [Fact]
    public async Task Update_wrong_password_is_401()
    {
        var request = Request(HttpMethod.Put, "/api/2.0/contacts/7", """{"name":"Ana"}""");
        request.Headers.Authorization = new("Basic", Convert.ToBase64String("sandbox:other"u8));

        var (status, body) = await SendAsync(request);

        Assert.Equal(401, status);
        Assert.True(Json(body).TryGetProperty("error", out _));
    }

    [Fact]
    public async Task Get_wraps_the_contact_in_an_item()
    {
        await SendAsync(HttpMethod.Put, "/api/2.0/contacts/7", """{"name":"Ана"}""");

        var answer = await SendAsync(HttpMethod.Get, "/api/2.0/contacts/7");

        Assert.Equal((200, """{"item":{"id":7,"name":"Ана"}}"""), answer);
    }
}
