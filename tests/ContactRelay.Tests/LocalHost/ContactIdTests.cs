using System.Text;
using System.Text.Json;
using Xunit;

namespace ContactRelay.Tests.LocalHost;

/// <summary>Contacts' ids in URLs, as they come through a host that decodes a path once and keeps <c>%2F</c>.</summary>
public sealed class ContactIdTests : IAsyncLifetime
{
    private RunningHost _host = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _host = await RunningHost.StartAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Theory]
    [InlineData("p%2Fq")]
    [InlineData("p%252Fq")]
    [InlineData("a%2541")]
    [InlineData("a%2520b")]
    [InlineData("50%25")]
    [InlineData("%FF")]
    [InlineData("~a")]
    [InlineData("match:abc")]
    public async Task Call_with_an_id_that_hosts_do_not_keep_apart_says_what_to_send(string segment)
    {
        foreach (var (method, path) in new[] { ("PATCH", ""), ("POST", ""), ("GET", ""), ("DELETE", ""), ("GET", "/updates/1"), ("DELETE", "/updates/1") })
        {
            using var response = await CallAsync(method, $"{segment}{path}");

            Assert.Equal(422, (int)response.StatusCode);
            Assert.Equal(["/contactId"], await FiveCallsTests.PointersAsync(response));
            Assert.Contains("base64url", await response.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("a/b", "~YS9i")]
    [InlineData("a%2Fb", "~YSUyRmI")]
    [InlineData("a b", "a%20b")]
    public async Task Every_status_url_of_an_id_leads_to_its_mailbox(string id, string segment)
    {
        using var batch = await _host.Client.PostAsync(
            "/api/tenants/demo-kulea/updates",
            new StringContent(JsonSerializer.Serialize(new[] { new { contactId = id, changes = new { firstName = "A" } } }), Encoding.UTF8, "application/json"),
            Token);
        var url = (await RunningHost.ReadAsync(batch)).GetProperty("results")[0].GetProperty("statusUrl").GetString()!;
        var update = await _host.SettledAsync(new(url));
        using var mailbox = await CallAsync("GET", segment);
        var shown = await RunningHost.ReadAsync(mailbox);

        Assert.Contains($"/contacts/{segment}/updates/", url, StringComparison.Ordinal);
        Assert.Equal(url, update.GetProperty("statusUrl").GetString());
        Assert.Equal(id, shown.GetProperty("contactId").GetString());
        Assert.Equal(url, shown.GetProperty("settledUpdates")[0].GetProperty("statusUrl").GetString());
    }

    [Theory]
    [InlineData("../../admin/users")]
    [InlineData("a\\..\\b")]
    [InlineData("%2e%2e/admin")]
    public async Task Id_that_is_another_path_at_the_provider_is_refused_at_every_door(string id)
    {
        var item = new { tenant = "demo-kulea", contactId = id, changes = new { firstName = "A" } };
        using var patch = await _host.PatchAsync("demo-kulea", id, """{"firstName":"A"}""");
        using var dry = await _host.PatchAsync("demo-kulea", id, """{"firstName":"A"}""", query: "?dryRun=true");
        using var batch = await _host.Client.PostAsync(
            "/api/tenants/demo-kulea/updates",
            new StringContent(JsonSerializer.Serialize(new[] { new { item.contactId, item.changes } }), Encoding.UTF8, "application/json"),
            Token);
        await _host.EnqueueAsync(JsonSerializer.Serialize(item));

        Assert.Equal((422, 422), ((int)patch.StatusCode, (int)dry.StatusCode));
        Assert.Equal(["/contactId"], await FiveCallsTests.PointersAsync(patch));
        Assert.Equal(["/contactId"], await FiveCallsTests.PointersAsync(dry));
        Assert.Equal("/contactId", (await RunningHost.ReadAsync(batch)).GetProperty("results")[0].GetProperty("problem").GetProperty("errors")[0].GetProperty("pointer").GetString());
        Assert.Equal("invalid", Assert.Single(await _host.DeadLettersAsync(1)).Kind);
        Assert.Empty(_host.Sandbox.Requests("kulea"));
    }

    private Task<HttpResponseMessage> CallAsync(string method, string segmentAndMore) => _host.Client.SendAsync(
        new(new(method), $"/api/tenants/demo-kulea/contacts/{segmentAndMore}")
        {
            Content = method is "PATCH" or "POST" ? new StringContent("""{"firstName":"A"}""", Encoding.UTF8, "application/json") : null,
        },
        Token);
}
