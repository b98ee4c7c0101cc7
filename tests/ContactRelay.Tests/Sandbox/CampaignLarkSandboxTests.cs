using ContactRelay.Sandbox;
using Xunit;

namespace ContactRelay.Tests.Sandbox;

public sealed class CampaignLarkSandboxTests() : SandboxTest("campaignlark")
{
    private const string Update = """{"fields":{"first_name":"Ana","lead_score":1.10},"tags":[4,9007199254740993],"status":"SUBSCRIBED"}""";

    protected override string? Authorization => $"Bearer {SandboxKeys.CampaignLark}";

    [Fact]
    public async Task Update_answers_the_whole_contact()
    {
        var (status, body) = await SendAsync(HttpMethod.Put, "/v1/contacts/abc", Update);

        var data = Json(body).GetProperty("data");
        Assert.Equal(200, status);
        Assert.Equal("abc", data.GetProperty("id").GetString());
        Assert.Equal("SUBSCRIBED", data.GetProperty("status").GetString());
        Assert.Equal("""[{"id":4,"name":"tag 4"},{"id":9007199254740993,"name":"tag 9007199254740993"}]""", data.GetProperty("tags").GetRawText());
        Assert.Equal("""{"first_name":"Ana","lead_score":1.10}""", data.GetProperty("data").GetRawText());
        Assert.All(
            ["statistics", "last_opened_at", "last_clicked_at", "created_at", "updated_at"],
            name => Assert.True(data.TryGetProperty(name, out _), name));
    }

    [Fact]
    public async Task Update_again_merges_fields_and_replaces_tags()
    {
        await SendAsync(HttpMethod.Put, "/v1/contacts/abc", Update);

        await SendAsync(HttpMethod.Put, "/v1/contacts/abc", """{"fields":{"last_name":"Ruiz"},"tags":[5],"status":"CLEANED"}""");

        Assert.Equal("""{"status":"CLEANED","tags":[5],"fields":{"first_name":"Ana","lead_score":1.10,"last_name":"Ruiz"}}""", Values("abc"));
    }

    [Fact]
    public async Task Update_without_tags_keeps_them()
    {
        await SendAsync(HttpMethod.Put, "/v1/contacts/abc", Update);

        await SendAsync(HttpMethod.Put, "/v1/contacts/abc", """{"fields":{"first_name":"Eva"},"status":"COMPLAINED"}""");

        Assert.Equal("[4,9007199254740993]", Contact("abc").Values.GetProperty("tags").GetRawText());
    }

    [Theory]
    [InlineData("invalid-1", Update, "The contact ID you provided is not valid.")]
    [InlineData("%20", Update, "The contact ID you provided is not valid.")]
    [InlineData("abc", """{"status":"SUBSCRIBED"}""", "Please provide at least one field to update.")]
    [InlineData("abc", """{"fields":{},"status":"SUBSCRIBED"}""", "Please provide at least one field to update.")]
    [InlineData("abc", """{"fields":["first_name"],"status":"SUBSCRIBED"}""", "Please provide at least one field to update.")]
    [InlineData("abc", """{"fields":{"first_name":"Ana"}}""", "Please provide a status.")]
    [InlineData("abc", """{"fields":{"first_name":"Ana"},"status":""}""", "Please provide a status.")]
    [InlineData("abc", """{"fields":{"first_name":"Ana"},"status":"subscribed"}""", "The status you provided is not valid.")]
    [InlineData("abc", """{"fields":{"first_name":"Ana"},"status":1}""", "The status you provided is not valid.")]
    [InlineData("abc", """{"fields":{"unknown_tag":"Ana"},"status":"SUBSCRIBED"}""", "We were unable to find a field with the merge_tag unknown_tag")]
    [InlineData("abc", """{"fields":{"first name":"Ana"},"status":"SUBSCRIBED"}""", "We were unable to find a field with the merge_tag first name")]
    [InlineData("404", Update, "We couldn't find a contact with that ID.")]
    [InlineData("missing-1", Update, "We couldn't find a contact with that ID.")]
    public async Task Update_documented_errors_are_400_with_their_text(string id, string body, string message)
    {
        var answer = await SendAsync(HttpMethod.Put, $"/v1/contacts/{id}", body);

        Assert.Equal((400, $$$"""{"error":{"message":"{{{message}}}"}}"""), answer);
    }

    [Theory]
    [InlineData("""{"fields":{"email_address":""},"status":"SUBSCRIBED"}""")]
    [InlineData("""{"fields":{"email_address":null},"status":"SUBSCRIBED"}""")]
    [InlineData("""{"fields":{"first_name":"Ana"},"tags":["4"],"status":"SUBSCRIBED"}""")]
    [InlineData("""{"fields":{"first_name":"Ana"},"tags":null,"status":"SUBSCRIBED"}""")]
    [InlineData("not JSON")]
    public async Task Update_empty_required_field_or_wrong_tags_is_400(string body)
    {
        var (status, _) = await SendAsync(HttpMethod.Put, "/v1/contacts/abc", body);

        Assert.Equal(400, status);
        Assert.Null(Server.Contact("campaignlark", "abc"));
    }

    [Fact]
    public async Task Update_id_with_a_slash_is_one_contact()
    {
        var (status, _) = await SendAsync(HttpMethod.Put, "/v1/contacts/a%2Fb", Update);

        Assert.Equal(200, status);
        Assert.Equal(1, Contact("a/b").Updates);
    }

    [Fact]
    public async Task Update_wrong_key_is_401()
    {
        var request = Request(HttpMethod.Put, "/v1/contacts/abc", Update);
        request.Headers.Authorization = new("Bearer", "other");

        var (status, body) = await SendAsync(request);

        Assert.Equal(401, status);
        Assert.NotEmpty(Json(body).GetProperty("error").GetProperty("message").GetString()!);
    }

    [Fact]
    public async Task Get_untouched_contact_has_given_no_consent()
    {
        var (status, body) = await SendAsync(HttpMethod.Get, "/v1/contacts/abc");

        Assert.Equal(200, status);
        Assert.Equal("UNCONFIRMED", Json(body).GetProperty("data").GetProperty("status").GetString());
    }

    [Fact]
    public async Task Get_fields_says_which_are_required()
    {
        var (_, body) = await SendAsync(HttpMethod.Get, "/v1/fields");

        Assert.Equal(
            """{"merge_tag":"email_address","type":"TEXT","required":true,"immutable":false}""",
            Json(body).GetProperty("data")[0].GetRawText());
    }
}
