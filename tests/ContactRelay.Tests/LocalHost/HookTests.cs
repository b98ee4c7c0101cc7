using Xunit;

namespace ContactRelay.Tests.LocalHost;

/// <summary>Which webhooks are let in, and what the others are answered.</summary>
public sealed class HookTests : HookHostTest
{
    [Fact]
    public async Task Webhook_is_answered_with_where_its_status_is()
    {
        using var response = await PostAsync(Hook, """{"id":"e","contact":"7","name":"Ada"}""");
        using var again = await PostAsync(Hook, """{"contact":"7","name":"Ada","id":"e"}""");

        Assert.Equal((202, 202), ((int)response.StatusCode, (int)again.StatusCode));
        Assert.Equal(response.Headers.Location, again.Headers.Location);
        Assert.Equal("true", Assert.Single(again.Headers.GetValues("Idempotent-Replayed")));
        Assert.Equal((await RunningHost.ReadAsync(response)).GetProperty("statusUrl").GetString(), response.Headers.Location!.ToString());
    }

    [Fact]
    public async Task Webhook_with_nothing_in_it_is_a_success_that_is_not_sent_again()
    {
        using var response = await PostAsync(Hook, """{"ping":true}""");

        Assert.Equal(200, (int)response.StatusCode);
        Assert.Equal("nothing to do", (await RunningHost.ReadAsync(response)).GetProperty("status").GetString());
    }

    [Theory]
    [InlineData("""{"name":"Ada"}""", "/contactId", "/hooks/landing-page/contactId")]
    [InlineData("""{"contact":"..","name":"Ada"}""", "/contactId", "/hooks/landing-page/contactId")]
    [InlineData("""{"contact":"7","name":["a","b"]}""", "/firstName", "/hooks/landing-page/changes/firstName")]
    [InlineData("""{"contact":"7","optin":"perhaps"}""", "/subscription", "/hooks/landing-page/changes/subscription")]
    public async Task Webhook_that_the_rules_refuse_is_told_where_and_by_which_mapping(string body, string pointer, string place)
    {
        using var response = await PostAsync(Hook, body);

        Assert.Equal(422, (int)response.StatusCode);
        var error = Assert.Single((await RunningHost.ReadAsync(response)).GetProperty("errors").EnumerateArray());
        Assert.Equal(pointer, error.GetProperty("pointer").GetString());
        Assert.Contains(place, error.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Webhook_that_the_provider_would_refuse_is_told_by_which_mapping()
    {
        var sample = new SampleHook("standard-webhooks") { Body = """{"data":{"customer":{"id":"abc","email":"a@example.com"}}}"""u8.ToArray() };
        using var request = sample.Request(Host.Time.GetUtcNow());

        using var response = await Host.Client.SendAsync(request, Token);

        Assert.Equal(422, (int)response.StatusCode);
        var error = Assert.Single((await RunningHost.ReadAsync(response)).GetProperty("errors").EnumerateArray());
        Assert.Equal("/contactId", error.GetProperty("pointer").GetString());
        Assert.Contains("/hooks/shop/contactId", error.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Webhook_whose_event_said_something_else_before_is_refused()
    {
        using var first = await PostAsync(Hook, """{"id":"e","contact":"7","name":"Ada"}""");
        using var second = await PostAsync(Hook, """{"id":"e","contact":"7","name":"Grace"}""");

        Assert.Equal(422, (int)second.StatusCode);
        Assert.Equal(["/idempotencyKey"], await FiveCallsTests.PointersAsync(second));
    }

    [Theory]
    [InlineData("/api/tenants/nobody/hooks/landing-page")]
    [InlineData("/api/tenants/acme-bearer/hooks/nothing")]
    [InlineData("/api/tenants/acme-bearer/hooks/landing-page/key")]
    [InlineData("/api/tenants/acme-typeform/hooks/signup")]
    [InlineData("/api/tenants/acme-jotform/hooks/enquiry")]
    [InlineData("/api/tenants/acme-jotform/hooks/enquiry/wrong")]
    [InlineData("/api/tenants/demo-kulea/hooks/landing-page")]
    public async Task Webhook_that_shows_nothing_is_not_let_in_and_looks_the_same(string path)
    {
        using var unlike = await PostAsync(Hook, "{}", authorization: "Bearer wrong");
        using var response = await PostAsync(path, "{}");

        Assert.Equal((401, 401), ((int)unlike.StatusCode, (int)response.StatusCode));
        Assert.Equal(await unlike.Content.ReadAsStringAsync(Token), await response.Content.ReadAsStringAsync(Token));
    }

    [Fact]
    public async Task Webhook_that_was_signed_too_long_ago_is_told_so()
    {
        var sample = new SampleHook("webflow");
        using var request = sample.Request(Host.Time.GetUtcNow() - TimeSpan.FromMinutes(6));

        using var response = await Host.Client.SendAsync(request, Token);

        Assert.Equal(401, (int)response.StatusCode);
        Assert.Contains("5 minutes", await response.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Webhook_whose_secret_is_not_there_is_to_come_again_later()
    {
        using var request = new SampleHook("tally").Request(Host.Time.GetUtcNow());

        using var response = await Host.Client.SendAsync(request, Token);

        Assert.Equal(503, (int)response.StatusCode);
        Assert.Equal(TimeSpan.FromMinutes(1), response.Headers.RetryAfter!.Delta);
    }

    [Theory]
    [InlineData("text/plain", "{}", 415)]
    [InlineData("application/json", "{", 400)]
    [InlineData("multipart/form-data; boundary=x", "nothing", 400)]
    public async Task Webhook_that_cannot_be_read_is_told_why(string type, string body, int status)
    {
        using var response = await PostAsync(Hook, body, type);

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
    }

    [Theory]
    [InlineData(256 * 1024, 200)]
    [InlineData((256 * 1024) + 1, 413)]
    public async Task Webhook_may_have_256_kib(int length, int status)
    {
        using var response = await PostAsync(Hook, $$"""{"x":"{{new string('x', length - 8)}}"}""");

        Assert.Equal(status, (int)response.StatusCode);
    }

    [Fact]
    public async Task Key_of_a_hook_reads_nothing_and_opens_no_other()
    {
        using var read = await Host.Client.GetAsync("/api/tenants/acme-bearer/contacts/7", Token);
        using var write = await Host.PatchAsync("acme-bearer", "7", """{"firstName":"A"}""");
        using var other = await PostAsync("/api/tenants/acme-gravity/hooks/website", """{"9":"7","2":"a@example.com","1.3":"A"}""", authorization: "Bearer another");

        Assert.Equal((403, 403, 401), ((int)read.StatusCode, (int)write.StatusCode, (int)other.StatusCode));
    }
}
