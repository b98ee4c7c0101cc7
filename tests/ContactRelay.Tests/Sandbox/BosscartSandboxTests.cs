using ContactRelay.Sandbox;
using Xunit;

namespace ContactRelay.Tests.Sandbox;

public sealed class BosscartSandboxTests() : SandboxTest("bosscart")
{
    protected override string? Authorization => $"Bearer {SandboxKeys.Bosscart}";

    [Fact]
    public async Task Update_answers_the_whole_contact()
    {
        var (status, body) = await SendAsync(
            HttpMethod.Put,
            "/api/site/contacts/7",
            """{"email":"a@example.com","name":"Ana","subscribed":true,"subscriberLists":[3],"properties":[{"name":"size","value":"1.10"}]}""");

        var contact = Json(body);
        Assert.Equal(200, status);
        Assert.Equal(7, contact.GetProperty("id").GetInt32());
        Assert.Equal("Ana", contact.GetProperty("name").GetString());
        Assert.True(contact.GetProperty("subscribed").GetBoolean());
        Assert.Equal("[3]", contact.GetProperty("subscriberLists").GetRawText());
        Assert.True(contact.GetProperty("createdOn").GetInt64() > 1_700_000_000);
        Assert.True(contact.TryGetProperty("memberId", out _));
    }

    [Fact]
    public async Task Update_tags_merge_and_properties_replace_by_name()
    {
        await SendAsync(
            HttpMethod.Put,
            "/api/site/contacts/7",
            """{"email":"a@example.com","tags":["a","b"],"properties":[{"name":"x","value":1.10},{"name":"y","value":"2"}]}""");

        await SendAsync(
            HttpMethod.Put,
            "/api/site/contacts/7",
            """{"email":"a@example.com","tags":["b","c"],"properties":[{"name":"x","value":3.0}]}""");

        Assert.Equal(
            """{"email":"a@example.com","tags":["a","b","c"],"properties":[{"name":"x","value":3.0},{"name":"y","value":"2"}]}""",
            Values("7"));
    }

    [Theory]
    [InlineData("""{"name":"Ana"}""")]
    [InlineData("""{"email":"","name":"Ana"}""")]
    [InlineData("""{"email":"a@b"}""")]
    [InlineData("""{"email":"a b@example.com"}""")]
    [InlineData("""{"email":null}""")]
    [InlineData("""{"email":"a@example.com","firstName":"Ana"}""")]
    [InlineData("""{"email":"a@example.com","phone":123}""")]
    [InlineData("""{"email":"a@example.com","phone":null}""")]
    [InlineData("""{"email":"a@example.com","tags":"a"}""")]
    [InlineData("""{"email":"a@example.com","tags":[1]}""")]
    [InlineData("""{"email":"a@example.com","subscribed":"true"}""")]
    [InlineData("""{"email":"a@example.com","subscriberLists":["1"]}""")]
    [InlineData("""{"email":"a@example.com","subscriberLists":[1.5]}""")]
    [InlineData("""{"email":"a@example.com","properties":{"x":1}}""")]
    [InlineData("""{"email":"a@example.com","properties":[{"name":"x"}]}""")]
    [InlineData("""{"email":"a@example.com","properties":[{"name":"x","value":[1]}]}""")]
    [InlineData("""[]""")]
    [InlineData("")]
    public async Task Update_refused_body_is_400(string body)
    {
        var (status, answer) = await SendAsync(HttpMethod.Put, "/api/site/contacts/7", body);

        Assert.Equal(400, status);
        Assert.False(Json(answer).GetProperty("success").GetBoolean());
        Assert.NotEmpty(Json(answer).GetProperty("message").GetString()!);
        Assert.Null(Server.Contact("bosscart", "7"));
    }

    [Theory]
    [InlineData("404", 404)]
    [InlineData("missing", 404)]
    [InlineData("abc", 400)]
    [InlineData("-1", 400)]
    [InlineData("1.5", 400)]
    public async Task Update_id_that_is_not_there_or_no_integer_is_refused(string id, int expected)
    {
        var (status, answer) = await SendAsync(HttpMethod.Put, $"/api/site/contacts/{id}", """{"email":"a@example.com"}""");

        Assert.Equal(expected, status);
        Assert.False(Json(answer).GetProperty("success").GetBoolean());
    }

    [Fact]
    public async Task Update_without_user_agent_is_400()
    {
        var request = Request(HttpMethod.Put, "/api/site/contacts/7", """{"email":"a@example.com"}""");
        request.Headers.UserAgent.Clear();

        var (status, answer) = await SendAsync(request);

        Assert.Equal((400, """{"success":false,"message":"A User-Agent header is required."}"""), (status, answer));
    }

    [Fact]
    public async Task Update_raw_key_without_scheme_is_401()
    {
        var request = Request(HttpMethod.Put, "/api/site/contacts/7", """{"email":"a@example.com"}""");
        request.Headers.Remove("Authorization");
        request.Headers.TryAddWithoutValidation("Authorization", SandboxKeys.Bosscart);

        var (status, _) = await SendAsync(request);

        Assert.Equal(401, status);
    }

    [Fact]
    public async Task Search_by_email_finds_the_contact_whatever_the_case()
    {
        await SendAsync(HttpMethod.Put, "/api/site/contacts/7", """{"email":"a+1@example.com"}""");
        await SendAsync(HttpMethod.Get, "/api/site/contacts/8");

        var (_, found) = await SendAsync(HttpMethod.Get, "/api/site/contacts/search-by-email?email=A%2B1%40example.com");
        var (absent, _) = await SendAsync(HttpMethod.Get, "/api/site/contacts/search-by-email?email=b%40example.com");

        Assert.Equal(7, Json(found).GetProperty("id").GetInt32());
        Assert.Equal(404, absent);
    }

    [Fact]
    public async Task Get_answers_what_an_update_left()
    {
        var (_, updated) = await SendAsync(HttpMethod.Put, "/api/site/contacts/7", """{"email":"a@example.com","city":"東京"}""");

        var (status, body) = await SendAsync(HttpMethod.Get, "/api/site/contacts/7");

        Assert.Equal((200, updated), (status, body));
        Assert.Contains("東京", body, StringComparison.Ordinal);
    }
}
