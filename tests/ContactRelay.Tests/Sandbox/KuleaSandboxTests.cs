using System.Net;
using System.Text;
using ContactRelay.Sandbox;
using Xunit;

namespace ContactRelay.Tests.Sandbox;

public sealed class KuleaSandboxTests() : SandboxTest("kulea")
{
    protected override string? Authorization => SandboxKeys.Kulea;

    [Theory]
    [InlineData("POST")]
    [InlineData("PUT")]
    public async Task Update_flat_fields_are_applied_and_merged(string method)
    {
        await SendAsync(new HttpMethod(method), "/rest/api/users/7", """{"forename":"Junaid","surname":"Bakali"}""");

        var (status, body) = await SendAsync(new HttpMethod(method), "/rest/api/users/7", """{"surname":"Ólafsdóttir","own field":null}""");

        Assert.Equal((200, """{"success":true,"crm_id":7}"""), (status, body));
        Assert.Equal("""{"forename":"Junaid","surname":"Ólafsdóttir","own field":null}""", Values("7"));
        Assert.Equal(2, Contact("7").Updates);
    }

    [Theory]
    [InlineData("4294967668", "4294967668")]
    [InlineData("98765432109876543210987", "98765432109876543210987")]
    [InlineData("007", "\"007\"")]
    [InlineData("a-1", "\"a-1\"")]
    public async Task Update_any_id_comes_back_exactly(string id, string expected)
    {
        var (_, body) = await SendAsync(HttpMethod.Post, $"/rest/api/users/{id}", """{"forename":"A"}""");

        Assert.Equal($$"""{"success":true,"crm_id":{{expected}}}""", body);
        Assert.Equal(1, Contact(id).Updates);
    }

    [Theory]
    [InlineData("a%2Fb", "a/b")]
    [InlineData("a%252Fb", "a%2Fb")]
    [InlineData("a%20%C3%A9", "a é")]
    public async Task Update_escaped_id_is_decoded_once(string escaped, string id)
    {
        var (_, body) = await SendAsync(HttpMethod.Post, $"/rest/api/users/{escaped}", """{"forename":"A"}""");

        Assert.Equal($$"""{"success":true,"crm_id":"{{id}}"}""", body);
        Assert.Equal("""{"forename":"A"}""", Values(id));
    }

    [Fact]
    public async Task Update_numbers_keep_their_text()
    {
        await SendAsync(HttpMethod.Post, "/rest/api/users/7", """{"lead score":1.10,"big":12345678901234567890,"tiny":1e-400}""");

        Assert.Equal("""{"lead score":1.10,"big":12345678901234567890,"tiny":1e-400}""", Values("7"));
    }

    [Theory]
    [InlineData("utf-8")]
    [InlineData("latin1")]
    public async Task Update_key_with_a_pound_sign_opens_in_either_encoding(string encoding)
    {
        using var handler = new SocketsHttpHandler { RequestHeaderEncodingSelector = (_, _) => Encoding.GetEncoding(encoding) };
        using var client = new HttpClient(handler) { BaseAddress = Server.BaseAddress };

        using var response = await client.SendAsync(Request(HttpMethod.Post, "/rest/api/users/7", """{"forename":"A"}"""), Cancellation);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(1, Contact("7").Updates);
    }

    [Theory]
    [InlineData("kulea-?-sandbox-key")]
    [InlineData("Bearer kulea-£-sandbox-key")]
    [InlineData("")]
    public async Task Update_wrong_key_is_401(string key)
    {
        var request = Request(HttpMethod.Post, "/rest/api/users/7", """{"forename":"A"}""");
        request.Headers.Remove("Authorization");
        request.Headers.TryAddWithoutValidation("Authorization", key);

        var (status, body) = await SendAsync(request);

        Assert.Equal((401, """{"success":false,"reason":"invalid API key"}"""), (status, body));
        Assert.Null(Server.Contact("kulea", "7"));
    }

    [Theory]
    [InlineData("""{"forename":{"a":1}}""")]
    [InlineData("""{"forename":["a"]}""")]
    [InlineData("""{"email":"a@example.com"}""")]
    [InlineData("""{"archived":true}""")]
    [InlineData("""{"unsubscribe":false}""")]
    [InlineData("""{"unsubscribe":"true"}""")]
    [InlineData("""{"unsubscribe":null}""")]
    [InlineData("""{"forename":1}""")]
    [InlineData("""{"lead score":"1"}""")]
    [InlineData("""{"forename":"A","forename":"B"}""")]
    [InlineData("""{"forename":"\ud83d"}""")]
    [InlineData("""["forename"]""")]
    [InlineData("forename=A")]
    [InlineData("")]
    public async Task Update_refused_body_is_success_false_with_a_reason(string body)
    {
        var (status, answer) = await SendAsync(HttpMethod.Post, "/rest/api/users/7", body);

        Assert.Equal(200, status);
        Assert.False(Json(answer).GetProperty("success").GetBoolean());
        Assert.NotEmpty(Json(answer).GetProperty("reason").GetString()!);
        Assert.Null(Server.Contact("kulea", "7"));
    }

    [Theory]
    [InlineData("404")]
    [InlineData("missing-1")]
    public async Task Update_missing_contact_is_success_false(string id)
    {
        var answer = await SendAsync(HttpMethod.Post, $"/rest/api/users/{id}", """{"forename":"A"}""");

        Assert.Equal((200, """{"success":false,"reason":"contact not found"}"""), answer);
    }

    [Theory]
    [InlineData("410", "410")]
    [InlineData("archived-1", "\"archived-1\"")]
    public async Task Update_archived_contact_says_so_and_applies_nothing(string id, string shown)
    {
        var answer = await SendAsync(HttpMethod.Post, $"/rest/api/users/{id}", """{"forename":"A"}""");

        Assert.Equal((200, $$"""{"success":true,"archived":true,"crm_id":{{shown}}}"""), answer);
        Assert.Equal((true, 0, "{}"), (Contact(id).Archived, Contact(id).Updates, Values(id)));
    }

    [Fact]
    public async Task Get_unsubscribed_contact_shows_it()
    {
        await SendAsync(HttpMethod.Post, "/rest/api/users/7", """{"unsubscribe":true}""");

        var (_, body) = await SendAsync(HttpMethod.Get, "/rest/api/users/7");

        Assert.Equal(
            """{"success":true,"total":1,"count":1,"users":[{"id":7,"email":null,"data":{"unsubscribe":true},"archived":false,"subscribed":false}]}""",
            body);
    }

    [Fact]
    public async Task Get_fields_lists_names_and_types()
    {
        var (_, body) = await SendAsync(HttpMethod.Get, "/rest/api/users/fields");

        var fields = Json(body).GetProperty("fields");
        Assert.Equal(fields.GetArrayLength(), Json(body).GetProperty("count").GetInt32());
        Assert.Contains(fields.EnumerateArray(), field => field.GetRawText() == """{"fieldname":"date created","type":"Date"}""");
    }

    [Fact]
    public async Task Delete_is_405()
    {
        var (status, _) = await SendAsync(HttpMethod.Delete, "/rest/api/users/7");

        Assert.Equal(405, status);
    }
}
