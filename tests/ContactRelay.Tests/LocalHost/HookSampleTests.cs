using System.Text.Json;
using System.Text.Json.Nodes;
using Xunit;

namespace ContactRelay.Tests.LocalHost;

/// <summary>The body of each sender in samples/hooks reaches the provider, as its document says.</summary>
public sealed class HookSampleTests : IAsyncLifetime
{
    private static readonly Dictionary<string, (string ContactId, string Values)> Expected = new()
    {
        ["bearer"] = ("4712", """{"forename":"Dorothy","unsubscribe":true}"""),
        ["google-forms"] = ("64f1a2b3c4d5e6f7a8b9c0d3", """{"fields":{"email_address":"annie@example.com","first_name":"Annie","birthday":"1990-12-31"},"tags":[],"status":"SUBSCRIBED"}"""),
        ["gravity-forms"] = ("1004", """{"email":"zoe@example.com","name":"Zoë Nkosi","city":"Cape Town","zip":"0801","tags":["Gardens","Kitchens"]}"""),
        ["hmac"] = ("4711", """{"plan":"Pro"}"""),
        ["hubspot"] = ("65059681032", """{"forename":"Katherine","lead score":42.50}"""),
        ["jotform"] = ("1003", """{"email":"lindiwe@example.com","name":"Lindiwe van der Merwe","phone":"021 555-0100","tags":["Gardens","Kitchens"],"properties":[{"name":"Birthday","value":"1990-12-31"}]}"""),
        ["standard-webhooks"] = ("1002", """{"email":"mary@example.com","name":"Mary Jackson","tags":["books","music"]}"""),
        ["tally"] = ("64f1a2b3c4d5e6f7a8b9c0d2", """{"fields":{"email_address":"grace@example.com","first_name":"Grace"},"tags":[7,12],"status":"SUBSCRIBED"}"""),
        ["typeform"] = ("64f1a2b3c4d5e6f7a8b9c0d1", """{"fields":{"email_address":"ada@example.com","first_name":"Ada","mobile":"+27215550100","birthday":"1990-12-31","seats":2,"source":"typeform"},"tags":[7,12],"status":"SUBSCRIBED"}"""),
        ["webflow"] = ("1001", """{"email":"zaphod@example.com","name":"Zaphod Beeblebrox","phone":"15550000000"}"""),
    };

    private RunningHost _host = null!;

    public static TheoryData<string> Senders => [.. SampleHook.Names];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() =>
        _host = await RunningHost.StartAsync(SampleHook.Names.Select(name => new SampleHook(name).SandboxDocument()), SampleHook.Secrets);

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Theory]
    [MemberData(nameof(Senders))]
    public async Task Body_of_a_sender_reaches_the_provider_as_mapped(string sender)
    {
        var sample = new SampleHook(sender);
        using var request = sample.Request(_host.Time.GetUtcNow());

        using var response = await _host.Client.SendAsync(request, Token);

        // The sender's key is good for the hook alone.
        _host.Client.DefaultRequestHeaders.Add("x-functions-key", "dev-admin");
        var answer = await RunningHost.ReadAsync(response);
        Assert.True(response.StatusCode == System.Net.HttpStatusCode.Accepted, answer.GetRawText());
        foreach (var url in StatusUrls(answer))
        {
            Assert.Equal("delivered", (await _host.SettledAsync(new(url))).GetProperty("status").GetString());
        }

        var (contactId, values) = Expected[sender];
        var contact = _host.Sandbox.Contact(sample.Provider, contactId)!.Values.GetRawText();
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(values), JsonNode.Parse(contact)), contact);
    }

    [Theory]
    [MemberData(nameof(Senders))]
    public async Task Body_that_is_sent_again_is_one_update(string sender)
    {
        var sample = new SampleHook(sender);
        using var request = sample.Request(_host.Time.GetUtcNow());
        using var again = sample.Request(_host.Time.GetUtcNow());

        using var first = await _host.Client.SendAsync(request, Token);
        using var second = await _host.Client.SendAsync(again, Token);

        Assert.Equal(202, (int)second.StatusCode);
        var ids = StatusUrls(await RunningHost.ReadAsync(first)).ToArray();
        Assert.NotEmpty(ids);
        Assert.Equal(ids, StatusUrls(await RunningHost.ReadAsync(second)));
    }

    [Theory]
    [MemberData(nameof(Senders))]
    public async Task Body_with_another_secret_is_not_let_in(string sender)
    {
        var sample = new SampleHook(sender);
        using var request = sample.Request(_host.Time.GetUtcNow(), "another-secret");
        request.Headers.Remove("Authorization");
        if (sender == "standard-webhooks")
        {
            request.Headers.Remove("webhook-signature");
            request.Headers.Add("webhook-signature", "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
        }

        using var client = new HttpClient { BaseAddress = _host.Client.BaseAddress };
        using var response = await client.SendAsync(request, Token);

        Assert.Equal(401, (int)response.StatusCode);
        Assert.Empty(_host.Sandbox.Requests(sample.Provider));
    }

    [Theory]
    [MemberData(nameof(Senders))]
    public async Task Dry_run_shows_what_a_body_maps_to_without_a_signature_and_stores_nothing(string sender)
    {
        var sample = new SampleHook(sender);
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/tenants/{sample.Tenant}/hooks/{sample.HookName}?dryRun=true")
        {
            Content = new ByteArrayContent(sample.Body) { Headers = { { "Content-Type", sample.ContentType } } },
        };
        request.Headers.Add("x-functions-key", "dev-admin");

        using var response = await _host.Client.SendAsync(request, Token);

        Assert.Equal(200, (int)response.StatusCode);
        var update = (await RunningHost.ReadAsync(response)).GetProperty("updates")[0];
        Assert.True(update.GetProperty("status").GetString() == "ok", update.GetRawText());
        Assert.Equal(Expected[sender].ContactId, update.GetProperty("contactId").GetString());
        Assert.NotEmpty(update.GetProperty("patch").EnumerateObject());
        Assert.NotEmpty(update.GetProperty("request").GetProperty("body").GetString()!);
        Assert.Empty(_host.Sandbox.Requests(sample.Provider));
    }

    [Fact]
    public async Task Body_of_a_sender_is_accepted_years_later()
    {
        await using var later = await RunningHost.StartAsync(
            SampleHook.Names.Select(name => new SampleHook(name).SandboxDocument()), SampleHook.Secrets, start: new(2040, 2, 29, 12, 0, 0, TimeSpan.Zero));
        foreach (var sender in SampleHook.Names)
        {
            using var request = new SampleHook(sender).Request(later.Time.GetUtcNow());

            using var response = await later.Client.SendAsync(request, Token);

            Assert.True(response.StatusCode == System.Net.HttpStatusCode.Accepted, sender + await response.Content.ReadAsStringAsync(Token));
        }
    }

    [Theory]
    [InlineData("gravity-forms", "date_updated=2026-01-31+11", "date_updated=2026-01-31+12", "Cape+Town", "Durban")]
    [InlineData("google-forms", "2026-01-31T11:59:55", "2026-01-31T12:59:55", "Annie", "Anna")]
    [InlineData("jotform", "1769860771204", "1769864371204", "Lindiwe", "Linda")]
    public async Task Edit_of_an_entry_is_an_update_of_its_own(string sender, string time, string laterTime, string value, string laterValue)
    {
        var sample = new SampleHook(sender);
        using var request = sample.Request(_host.Time.GetUtcNow());
        var body = System.Text.Encoding.Latin1.GetString(sample.Body);
        sample.Body = System.Text.Encoding.Latin1.GetBytes(body.Replace(time, laterTime, StringComparison.Ordinal).Replace(value, laterValue, StringComparison.Ordinal));
        using var edit = sample.Request(_host.Time.GetUtcNow());

        using var first = await _host.Client.SendAsync(request, Token);
        using var second = await _host.Client.SendAsync(edit, Token);

        Assert.Equal((202, 202), ((int)first.StatusCode, (int)second.StatusCode));
        Assert.NotEqual(StatusUrls(await RunningHost.ReadAsync(first)), StatusUrls(await RunningHost.ReadAsync(second)));
    }

    [Fact]
    public void Samples_are_there_for_each_sender() => Assert.Equal(Expected.Keys.Order(StringComparer.Ordinal), SampleHook.Names);

    private static IEnumerable<string> StatusUrls(JsonElement answer) =>
        (answer.TryGetProperty("results", out var results) ? results.EnumerateArray().ToArray() : [answer])
        .Where(result => result.TryGetProperty("statusUrl", out _))
        .Select(result => result.GetProperty("statusUrl").GetString()!);
}
