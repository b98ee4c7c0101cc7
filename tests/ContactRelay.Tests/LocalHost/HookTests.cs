using System.Net.Http.Headers;
using System.Text;
using ContactRelay.Mailboxes;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ContactRelay.Tests.LocalHost;

/// <summary>What senders of webhooks are answered.</summary>
public sealed class HookTests : IAsyncLifetime
{
    private const string Hook = "/api/tenants/acme-bearer/hooks/landing-page";

    private RunningHost _host = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _host = await RunningHost.StartAsync(
        SampleHook.Names.Select(name => new SampleHook(name).SandboxDocument()),
        SampleHook.Secrets.Where(secret => secret.Key != "acme-tally-hook").ToDictionary());

    public ValueTask DisposeAsync() => _host.DisposeAsync();

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
        using var request = sample.Request(_host.Time.GetUtcNow());

        using var response = await _host.Client.SendAsync(request, Token);

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
        using var request = sample.Request(_host.Time.GetUtcNow() - TimeSpan.FromMinutes(6));

        using var response = await _host.Client.SendAsync(request, Token);

        Assert.Equal(401, (int)response.StatusCode);
        Assert.Contains("5 minutes", await response.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Webhook_whose_secret_is_not_there_is_to_come_again_later()
    {
        using var request = new SampleHook("tally").Request(_host.Time.GetUtcNow());

        using var response = await _host.Client.SendAsync(request, Token);

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
        using var read = await _host.Client.GetAsync("/api/tenants/acme-bearer/contacts/7", Token);
        using var write = await _host.PatchAsync("acme-bearer", "7", """{"firstName":"A"}""");
        using var other = await PostAsync("/api/tenants/acme-gravity/hooks/website", """{"9":"7","2":"a@example.com","1.3":"A"}""", authorization: "Bearer another");

        Assert.Equal((403, 403, 401), ((int)read.StatusCode, (int)write.StatusCode, (int)other.StatusCode));
    }

    [Theory]
    [InlineData(null, "true", 401)]
    [InlineData("wrong", "true", 401)]
    [InlineData("dev-admin", "true", 200)]
    [InlineData("dev-admin", "yes", 422)]
    public async Task Dry_run_is_for_the_administrator(string? key, string dryRun, int status)
    {
        using var response = await PostAsync($"{Hook}?dryRun={dryRun}", """{"contact":"7","name":"Ada"}""", masterKey: key);

        Assert.Equal(status, (int)response.StatusCode);
    }

    [Fact]
    public async Task Dry_run_says_what_is_wrong_with_a_mapping_and_what_was_not_found()
    {
        using var response = await PostAsync($"{Hook}?dryRun=true", """{"id":"e","name":["a","b"]}""", masterKey: "dev-admin");
        using var nothing = await PostAsync("/api/tenants/acme-bearer/hooks/nothing?dryRun=true", "{}", masterKey: "dev-admin");

        var update = (await RunningHost.ReadAsync(response)).GetProperty("updates")[0];
        Assert.Equal("refused", update.GetProperty("status").GetString());
        Assert.Equal("e", update.GetProperty("eventId").GetString());
        Assert.Equal("""{"firstName":["a","b"]}""", update.GetProperty("patch").GetRawText());
        Assert.Equal(["/subscription"], update.GetProperty("notFound").EnumerateArray().Select(pointer => pointer.GetString()));
        Assert.Equal(["/contactId"], update.GetProperty("errors").EnumerateArray().Select(error => error.GetProperty("pointer").GetString()));
        Assert.Equal(404, (int)nothing.StatusCode);
    }

    [Theory]
    [InlineData("""[{"objectId":7,"eventId":1,"propertyName":"firstname","propertyValue":"A"},{"eventId":2,"propertyName":"firstname","propertyValue":"A"},{"objectId":7,"eventId":3}]""", 202, "accepted refused nothing to do")]
    [InlineData("""[{"eventId":2,"propertyName":"firstname","propertyValue":"A"},{"objectId":7,"eventId":3}]""", 422, "refused nothing to do")]
    [InlineData("""[{"objectId":7,"eventId":3}]""", 200, "nothing to do")]
    [InlineData("[]", 200, "")]
    [InlineData("""[{"objectId":8,"eventId":1,"propertyName":"firstname","propertyValue":"A"},{"objectId":9,"eventId":2,"propertyName":"firstname","propertyValue":"A"}]""", 503, "accepted not now")]
    public async Task Webhook_of_several_events_is_answered_for_each(string body, int status, string results)
    {
        await FillAsync("acme-hubspot", "9");
        var sample = new SampleHook("hubspot") { Body = Encoding.UTF8.GetBytes(body) };
        using var request = sample.Request(_host.Time.GetUtcNow());

        using var response = await _host.Client.SendAsync(request, Token);

        var answer = await RunningHost.ReadAsync(response);
        Assert.Equal(results, string.Join(' ', answer.GetProperty("results").EnumerateArray().Select(result => result.GetProperty("status").GetString())));
        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal(status == 503, response.Headers.RetryAfter is not null);
    }

    [Fact]
    public async Task Webhook_for_a_full_mailbox_is_to_come_again_later()
    {
        await FillAsync("acme-bearer", "9");

        using var response = await PostAsync(Hook, """{"contact":"9","name":"Ada"}""");

        Assert.Equal(429, (int)response.StatusCode);
        Assert.Equal(TimeSpan.FromMinutes(1), response.Headers.RetryAfter!.Delta);
    }

    /// <summary>Fills a mailbox with updates that are not due.</summary>
    private async Task FillAsync(string tenant, string contact)
    {
        var now = _host.Time.GetUtcNow();
        var mailbox = Mailbox.Empty;
        for (var i = 0; ; i++)
        {
            var update = new NewUpdate
            {
                Id = $"u{i}",
                Changes = new([new("firstName", ContactRelay.Contacts.FieldValue.Text("A"))]),
                DeliverAt = now + TimeSpan.FromDays(1),
                BodyHash = $"b{i}",
            };
            var accepted = Accepting.Accept(mailbox, update, new BatchRules([], false), now);
            if (accepted.Outcome == AcceptOutcome.Full)
            {
                break;
            }

            mailbox = accepted.Mailbox;
        }

        await _host.Services.GetRequiredService<IMailboxStore>().SaveAsync(new(tenant, contact), mailbox, null, null, Token);
    }

    private async Task<HttpResponseMessage> PostAsync(
        string path, string body, string type = "application/json", string authorization = "Bearer demo-key", string? masterKey = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) };
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        request.Headers.Add("Authorization", authorization);
        if (masterKey is not null)
        {
            request.Headers.Add("x-functions-key", masterKey);
        }

        return await _host.Client.SendAsync(request, Token);
    }
}
