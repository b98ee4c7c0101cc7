using System.Globalization;
using System.Text;
using ContactRelay.Sandbox;
using Xunit;

namespace ContactRelay.Tests.Sandbox;

public sealed class SandboxServerTests() : SandboxTest("kulea")
{
    private const string Body = """{"forename":"A"}""";

    protected override string? Authorization => SandboxKeys.Kulea;

    [Fact]
    public async Task StartAsync_port_in_use_throws_IOException()
    {
        await Assert.ThrowsAsync<IOException>(() => SandboxServer.StartAsync(Server.BaseAddress.ToString(), TimeProvider.System, Cancellation));
    }

    [Fact]
    public async Task Help_names_every_provider()
    {
        var (status, help) = await SendAsync(HttpMethod.Get, "/");

        Assert.Equal(200, status);
        Assert.All(["kulea", "bosscart", "campaignlark", "everlytic", "everlytic-xmlrpc"], name => Assert.Contains(name, help, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("/nothing", 404)]
    [InlineData("/_contacts", 404)]
    [InlineData("/_contacts/kulea/7", 404)]
    [InlineData("/_contacts/kulia/7", 400)]
    [InlineData("/_requests/kulia", 400)]
    [InlineData("/rest/api/users/7/more", 404)]
    public async Task Get_what_is_not_there_is_refused(string path, int expected)
    {
        var (status, _) = await SendAsync(HttpMethod.Get, path);

        Assert.Equal(expected, status);
    }

    [Fact]
    public async Task Contacts_show_what_is_held_latest_first()
    {
        await SendAsync(HttpMethod.Post, "/rest/api/users/a%2Fb", """{"forename":"Ана","n":1.10}""");
        await SendAsync(HttpMethod.Post, "/rest/api/users/8", Body);

        var (_, one) = await SendAsync(HttpMethod.Get, "/_contacts/kulea/a%2Fb");
        var (_, all) = await SendAsync(HttpMethod.Get, "/_contacts/kulea");

        Assert.Equal("""{"id":"a/b","archived":false,"values":{"forename":"Ана","n":1.10},"updates":1}""", one);
        Assert.Equal(["8", "a/b"], Json(all).EnumerateArray().Select(contact => contact.GetProperty("id").GetString()!));
    }

    [Fact]
    public async Task Requests_mask_the_key_in_json_and_not_in_process()
    {
        await SendAsync(HttpMethod.Post, "/rest/api/users/a%2Fb?x=1", Body);

        var (_, list) = await SendAsync(HttpMethod.Get, "/_requests/kulea");

        var shown = Json(list)[0];
        Assert.Equal("****-key", shown.GetProperty("headers").GetProperty(nameof(Authorization)).GetString());
        Assert.Equal(("POST", "/rest/api/users/a%2Fb?x=1", Body, 200), (
            shown.GetProperty("method").GetString()!,
            shown.GetProperty("path").GetString()!,
            shown.GetProperty("body").GetString()!,
            shown.GetProperty("status").GetInt32()));
        Assert.DoesNotContain("sandbox-key", list, StringComparison.Ordinal);
        var request = Assert.Single(Server.Requests("kulea"));
        Assert.Equal(Encoding.UTF8.GetBytes(SandboxKeys.Kulea), Encoding.Latin1.GetBytes(request.Headers["authorization"]));
        Assert.Equal(Body, Encoding.UTF8.GetString(request.Body.Span));
    }

    [Fact]
    public async Task Requests_scheme_stays_readable_and_short_keys_do_not()
    {
        foreach (var authorization in new[] { "Bearer 0123456789abcdef", "Bearer abc" })
        {
            var request = Request(HttpMethod.Get, "/v1/fields");
            request.Headers.Remove("Authorization");
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
            await SendAsync(request);
        }

        var (_, list) = await SendAsync(HttpMethod.Get, "/_requests/campaignlark");

        Assert.Equal(
            ["Bearer ****cdef", "Bearer ****"],
            Json(list).EnumerateArray().Select(request => request.GetProperty("headers").GetProperty(nameof(Authorization)).GetString()!));
    }

    [Fact]
    public async Task Requests_delete_forgets_them()
    {
        await SendAsync(HttpMethod.Post, "/rest/api/users/7", Body);

        var (status, _) = await SendAsync(HttpMethod.Delete, "/_requests/kulea");

        Assert.Equal(204, status);
        Assert.Empty(Server.Requests("kulea"));
    }

    [Fact]
    public async Task Body_over_a_mebibyte_is_413_in_the_providers_shape()
    {
        var request = Request(HttpMethod.Post, "/rest/api/users/7", new string(' ', 1024 * 1024) + "{}");
        request.Headers.ExpectContinue = true;

        var (status, body) = await SendAsync(request);

        Assert.Equal(413, status);
        Assert.False(Json(body).GetProperty("success").GetBoolean());
    }

    [Fact]
    public async Task Update_many_at_once_loses_none()
    {
        const int Calls = 200;

        await Task.WhenAll(Enumerable.Range(0, Calls).Select(i =>
            SendAsync(HttpMethod.Post, "/rest/api/users/7", string.Create(CultureInfo.InvariantCulture, $$"""{"f{{i}}":{{i}}}"""))));

        Assert.Equal(Calls, Contact("7").Updates);
        Assert.Equal(Calls, Contact("7").Values.GetPropertyCount());
    }

    [Fact]
    public void Requests_unknown_provider_throws()
    {
        Assert.Throws<ArgumentException>(() => Server.Requests("kulia"));
    }
}
