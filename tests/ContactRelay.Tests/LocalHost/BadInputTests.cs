using System.Net.Http.Headers;
using System.Text;
using Xunit;

namespace ContactRelay.Tests.LocalHost;

/// <summary>Bad input is answered with a problem that says what to change, and changes nothing.</summary>
public sealed class BadInputTests : IAsyncLifetime
{
    private RunningHost _host = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _host = await RunningHost.StartAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Theory]
    [InlineData("", 400, "")]
    [InlineData("firstName=Ada", 400, "")]
    [InlineData("""{"firstName":"Ada""", 400, "")]
    [InlineData("""{"firstName":"Ada"} {}""", 400, "")]
    [InlineData("[]", 422, "")]
    [InlineData("\"text\"", 422, "")]
    [InlineData("null", 422, "")]
    [InlineData("{}", 422, "")]
    [InlineData("""{"fields":{}}""", 422, "")]
    [InlineData("""{"firstName":1}""", 422, "/firstName")]
    [InlineData("""{"fields":"x"}""", 422, "/fields")]
    [InlineData("""{"fields":{"a":{"b":1}}}""", 422, "/fields/a")]
    [InlineData("""{"tags":"vip"}""", 422, "/tags")]
    [InlineData("""{"address":{"planet":"x"}}""", 422, "/address/planet")]
    [InlineData("""{"nosuch":1}""", 422, "/nosuch")]
    [InlineData("""{"firstName":"a","firstName":"b"}""", 422, "/firstName")]
    [InlineData("""{"firstName":"\ud800"}""", 422, "/firstName")]
    [InlineData("""{"email":"a@example.com"}""", 422, "/email")]
    [InlineData("""{"subscription":"subscribed"}""", 422, "/subscription")]
    [InlineData("""{"jobTitle":"Boss"}""", 422, "/jobTitle")]
    public async Task Patch_with_a_bad_body_is_refused_at_its_pointer(string body, int status, string pointer)
    {
        using var response = await _host.PatchAsync("demo-kulea", "7", body);

        await AssertProblemAsync(response, status);
        Assert.Contains(pointer, await FiveCallsTests.PointersAsync(response));
        await AssertNothingStoredAsync();
    }

    [Fact]
    public async Task Patch_that_nests_deep_is_refused_and_the_server_goes_on()
    {
        using var root = await _host.PatchAsync("demo-kulea", "7", new string('[', 30_000));
        using var field = await _host.PatchAsync("demo-kulea", "7", """{"fields":{"x":""" + new string('[', 15_000) + new string(']', 15_000) + "}}");

        await AssertProblemAsync(root, 400);
        await AssertProblemAsync(field, 422);
        await AssertNothingStoredAsync();
    }

    [Fact]
    public async Task Patch_that_is_not_utf8_is_refused()
    {
        using var response = await _host.SendAsync(HttpMethod.Patch, "demo-kulea", "7", Content([.. "{\"firstName\":\""u8, 0xC3, 0x28, .. "\"}"u8]));

        await AssertProblemAsync(response, 400);
        await AssertNothingStoredAsync();
    }

    [Theory]
    [InlineData(32 * 1024, 202)]
    [InlineData((32 * 1024) + 1, 413)]
    [InlineData(5_000_000, 413)]
    [InlineData(31_000_000, 413)]
    public async Task Patch_over_32_KiB_is_refused(int size, int status)
    {
        var body = """{"firstName":"Ada"}""".PadRight(size);

        using var response = await _host.SendAsync(HttpMethod.Patch, "demo-kulea", "7", Content(Encoding.UTF8.GetBytes(body)));

        Assert.Equal(status, (int)response.StatusCode);
    }

    [Theory]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("text/plain")]
    [InlineData("application/json; charset=latin1")]
    [InlineData(null)]
    public async Task Patch_with_another_content_type_is_refused(string? type)
    {
        using var content = new ByteArrayContent("""{"firstName":"Ada"}"""u8.ToArray());
        content.Headers.ContentType = type is null ? null : MediaTypeHeaderValue.Parse(type);

        using var response = await _host.SendAsync(HttpMethod.Patch, "demo-kulea", "7", content);

        await AssertProblemAsync(response, 415);
        await AssertNothingStoredAsync();
    }

    [Theory]
    [InlineData("application/json; charset=utf-8;")]
    [InlineData("application/merge-patch+json; ; charset=UTF8")]
    [InlineData("application/json, application/json")]
    [InlineData("application/json; charset=")]
    public async Task Patch_with_a_content_type_that_is_not_quite_right_is_accepted(string type)
    {
        using var content = new ByteArrayContent("""{"firstName":"Ada"}"""u8.ToArray());
        content.Headers.TryAddWithoutValidation("Content-Type", type);

        using var response = await _host.SendAsync(HttpMethod.Patch, "demo-kulea", "7", content);

        Assert.Equal(202, (int)response.StatusCode);
    }

    [Theory]
    [InlineData("?occurredAt=2026-01-31T11:59:00.123456789Z")]
    [InlineData("?occurredAt=2026-01-31t11:59:00z")]
    [InlineData("?occurredAt=2026-01-31+11:59:00Z")]
    [InlineData("?occurredAt=2026-01-31T13:59:00+02:00")]
    [InlineData("?occurredAt=2026-01-31%2013:59:00%2B02:00")]
    [InlineData("?deliverAt=2026-01-31T11:59:00-00:00")]
    public async Task Patch_with_any_time_of_rfc_3339_is_accepted(string query)
    {
        using var response = await _host.PatchAsync("demo-kulea", "7", """{"firstName":"A"}""", query: query);

        Assert.Equal(202, (int)response.StatusCode);
    }

    [Theory]
    [InlineData("demo-kulea", null)]
    [InlineData("demo-kulea", "Bearer")]
    [InlineData("demo-kulea", "Bearer wrong")]
    [InlineData("demo-kulea", "Basic ZGVtby1rZXk=")]
    [InlineData("demo-kulea", "demo-key")]
    [InlineData("nobody", "Bearer demo-key")]
    public async Task Call_without_the_tenants_key_is_refused_and_looks_the_same(string tenant, string? authorization)
    {
        using var client = new HttpClient { BaseAddress = _host.Client.BaseAddress };
        if (authorization is not null)
        {
            client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", authorization);
        }

        using var patch = await client.PatchAsync($"/api/tenants/{tenant}/contacts/7", Content("""{"firstName":"A"}"""u8.ToArray()), Token);
        using var get = await client.GetAsync($"/api/tenants/{tenant}/contacts/7", Token);

        await AssertProblemAsync(patch, 401);
        await AssertProblemAsync(get, 401);
        Assert.Equal("Bearer", patch.Headers.WwwAuthenticate.ToString());
    }

    [Theory]
    [InlineData("demo-bosscart", "abc")]
    [InlineData("demo-bosscart", "007")]
    [InlineData("demo-everlytic", "12.5")]
    [InlineData("demo-everlytic-xmlrpc", "-1")]
    public async Task Patch_of_an_id_that_the_provider_cannot_have_is_refused(string tenant, string contact)
    {
        using var response = await _host.PatchAsync(tenant, contact, """{"firstName":"A","lastName":"B","email":"a@example.com"}""".Replace(
            tenant == "demo-bosscart" ? "\0" : ",\"email\":\"a@example.com\"", "", StringComparison.Ordinal));

        await AssertProblemAsync(response, 422);
        Assert.Equal(["/contactId"], await FiveCallsTests.PointersAsync(response));
    }

    [Theory]
    [InlineData("%FF")]
    [InlineData("%00")]
    [InlineData("a%0Ab")]
    public async Task Patch_of_an_id_that_is_no_text_is_refused(string segment)
    {
        using var response = await _host.Client.PatchAsync(
            $"/api/tenants/demo-kulea/contacts/{segment}", Content("""{"firstName":"A"}"""u8.ToArray()), Token);

        // Kestrel itself refuses a NUL in a path, as the platform's front end does.
        Assert.Contains((int)response.StatusCode, segment == "%00" ? [400, 422] : new[] { 422 });
    }

    [Fact]
    public async Task Patch_of_an_id_over_256_bytes_is_refused()
    {
        using var response = await _host.PatchAsync("demo-kulea", new string('a', 257), """{"firstName":"A"}""");

        await AssertProblemAsync(response, 422);
        Assert.Equal(["/contactId"], await FiveCallsTests.PointersAsync(response));
    }

    [Theory]
    [InlineData("?occurredAt=yesterday", "/occurredAt")]
    [InlineData("?occurredAt=2026-01-31T12:06:00Z", "/occurredAt")]
    [InlineData("?occurredAt=2025-12-01T12:00:00Z", "/occurredAt")]
    [InlineData("?deliverAt=2027-03-01T00:00:00Z", "/deliverAt")]
    [InlineData("?dryRun=yes", "/dryRun")]
    public async Task Patch_with_a_bad_query_is_refused_at_its_pointer(string query, string pointer)
    {
        using var response = await _host.PatchAsync("demo-kulea", "7", """{"firstName":"A"}""", query: query);

        await AssertProblemAsync(response, 422);
        Assert.Equal([pointer], await FiveCallsTests.PointersAsync(response));
        await AssertNothingStoredAsync();
    }

    [Theory]
    [InlineData("GET", "/api/tenants/demo-kulea/contacts/7")]
    [InlineData("GET", "/api/tenants/demo-kulea/contacts/7/updates/none")]
    [InlineData("DELETE", "/api/providers")]
    [InlineData("GET", "/api/nothing")]
    [InlineData("GET", "/")]
    public async Task Call_of_what_is_not_there_is_404(string method, string path)
    {
        using var request = new HttpRequestMessage(new(method), path);

        using var response = await _host.Client.SendAsync(request, Token);

        Assert.Equal(404, (int)response.StatusCode);
    }

    private static ByteArrayContent Content(byte[] body) => new(body) { Headers = { ContentType = new("application/json") } };

    private static async Task AssertProblemAsync(HttpResponseMessage response, int status)
    {
        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        var problem = await RunningHost.ReadAsync(response);
        Assert.Equal(status, problem.GetProperty("status").GetInt32());
        Assert.NotEmpty(problem.GetProperty("title").GetString()!);
        Assert.DoesNotContain("   at ", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    private async Task AssertNothingStoredAsync()
    {
        using var mailbox = await _host.Client.GetAsync("/api/tenants/demo-kulea/contacts/7", Token);
        Assert.Equal(404, (int)mailbox.StatusCode);
        Assert.Empty(_host.Sandbox.Requests("kulea"));
    }
}
