using System.Text;
using Xunit;

namespace ContactRelay.Tests.LocalHost;

/// <summary>An update over HTTP becomes the provider's call and its status, for each of the five calls.</summary>
public sealed class FiveCallsTests
{
    [Theory]
    [InlineData("demo-kulea", "kulea", "4294967668",
        """{"firstName":"Junaid","subscription":"unsubscribed","fields":{"leadScore":1.10}}""",
        "POST /rest/api/users/4294967668", """{"forename":"Junaid","unsubscribe":true,"lead score":1.10}""")]
    [InlineData("demo-bosscart", "bosscart", "9007199254740993",
        """{"firstName":"Ada","lastName":"Lovelace","email":"ada@example.com","tags":["a","b"],"fields":{"size":12345678901234567890}}""",
        "PUT /api/site/contacts/9007199254740993",
        """{"email":"ada@example.com","name":"Ada Lovelace","tags":["a","b"],"properties":[{"name":"size","value":12345678901234567890}]}""")]
    [InlineData("demo-campaignlark", "campaignlark", "64f1a2b3c4d5e6f7a8b9c0d1",
        """{"firstName":"Грейс","subscription":"subscribed","tags":["vip",12]}""",
        "PUT /v1/contacts/64f1a2b3c4d5e6f7a8b9c0d1", """{"fields":{"first_name":"Грейс"},"tags":[7,12],"status":"SUBSCRIBED"}""")]
    [InlineData("demo-everlytic", "everlytic", "2001",
        """{"firstName":"Lindiwe","subscription":"suppressed","tags":["vip"],"fields":{"vip":true}}""",
        "PUT /api/2.0/contacts/2001", """{"name":"Lindiwe","status":"suppressed","tags":"[\"vip\"]","vip":true}""")]
    [InlineData("demo-everlytic-xmlrpc", "everlytic-xmlrpc", "2002",
        """{"firstName":"Zoë & co"}""",
        "POST /api/2.0/xmlrpc/",
        """<?xml version="1.0" encoding="utf-8"?><methodCall><methodName>contacts.UpdateContact</methodName><params><param><value><int>2002</int></value></param><param><value><struct><member><name>name</name><value><string>Zoë &amp; co</string></value></member></struct></value></param></params></methodCall>""")]
    public async Task Patch_of_a_demo_tenant_is_delivered(string tenant, string provider, string contact, string patch, string call, string body)
    {
        await using var host = await RunningHost.StartAsync();

        var location = await host.AcceptAsync(tenant, contact, patch);
        var update = await host.SettledAsync(location);

        Assert.Equal("delivered", update.GetProperty("status").GetString());
        Assert.Equal(contact, update.GetProperty("recordId").GetString());
        Assert.Equal(200, update.GetProperty("httpStatus").GetInt32());
        var attempt = Assert.Single(update.GetProperty("attempts").EnumerateArray());
        Assert.Equal("delivered", attempt.GetProperty("outcome").GetString());
        var request = Assert.Single(host.Sandbox.Requests(provider));
        Assert.Equal(call, $"{request.Method} {request.Path}");
        Assert.Equal(body, Encoding.UTF8.GetString(request.Body.Span));
        Assert.StartsWith("ContactRelay/", request.Headers["User-Agent"], StringComparison.Ordinal);
        Assert.Equal(1, host.Sandbox.Contact(provider, contact)!.Updates);
    }

    [Fact]
    public async Task Post_is_taken_like_patch()
    {
        await using var host = await RunningHost.StartAsync();

        using var response = await host.SendAsync(
            HttpMethod.Post, "demo-kulea", "7", new StringContent("""{"firstName":"A"}""", Encoding.UTF8, "application/json"));

        Assert.Equal("delivered", (await host.SettledAsync(response.Headers.Location!)).GetProperty("status").GetString());
    }

    [Theory]
    [InlineData("a/b")]
    [InlineData("a%2Fb")]
    [InlineData("ünï cödé?#&+%")]
    [InlineData("a%41")]
    [InlineData("a\\b")]
    [InlineData("~a")]
    [InlineData("match:a")]
    public async Task Patch_of_an_id_with_any_character_reaches_that_contact(string contact)
    {
        await using var host = await RunningHost.StartAsync();

        var location = await host.AcceptAsync("demo-kulea", contact, """{"firstName":"A"}""");

        Assert.Equal("delivered", (await host.SettledAsync(location)).GetProperty("status").GetString());
        Assert.Equal("A", host.Sandbox.Contact("kulea", contact)!.Values.GetProperty("forename").GetString());
    }

    [Fact]
    public async Task Patch_without_what_bosscart_demands_takes_it_from_what_is_known()
    {
        await using var host = await RunningHost.StartAsync();
        using var unknown = await host.PatchAsync("demo-bosscart", "1", """{"firstName":"Ada"}""");
        await host.SettledAsync(await host.AcceptAsync("demo-bosscart", "1", """{"firstName":"Ada","lastName":"Byron","email":"ada@example.com"}"""));

        await host.SettledAsync(await host.AcceptAsync("demo-bosscart", "1", """{"lastName":"Lovelace"}"""));

        Assert.Equal(422, (int)unknown.StatusCode);
        Assert.Equal(["/email", "/lastName"], await PointersAsync(unknown));
        Assert.Equal("""{"email":"ada@example.com","name":"Ada Lovelace"}""", Encoding.UTF8.GetString(host.Sandbox.Requests("bosscart")[^1].Body.Span));
    }

    [Fact]
    public async Task Patch_without_a_status_never_undoes_an_opt_out_that_campaignlark_has_shown()
    {
        await using var host = await RunningHost.StartAsync();
        await host.SettledAsync(await host.AcceptAsync("demo-campaignlark", "c", """{"email":"a@example.com","subscription":"unsubscribed"}"""));

        await host.SettledAsync(await host.AcceptAsync("demo-campaignlark", "c", """{"tags":["vip"]}"""));

        Assert.Equal(
            """{"fields":{"email_address":"a@example.com"},"tags":[7],"status":"UNSUBSCRIBED"}""",
            Encoding.UTF8.GetString(host.Sandbox.Requests("campaignlark")[^1].Body.Span));
    }

    [Fact]
    public async Task Dry_run_shows_the_request_and_sends_nothing()
    {
        await using var host = await RunningHost.StartAsync();

        using var response = await host.PatchAsync("demo-kulea", "7", """{"firstName":"A"}""", query: "?dryRun=true");

        var preview = await RunningHost.ReadAsync(response);
        Assert.Equal(200, (int)response.StatusCode);
        Assert.Equal("POST", preview.GetProperty("method").GetString());
        Assert.EndsWith("/rest/api/users/7", preview.GetProperty("url").GetString(), StringComparison.Ordinal);
        Assert.Equal("***", preview.GetProperty("headers").GetProperty("Authorization").GetString());
        Assert.Equal("""{"forename":"A"}""", preview.GetProperty("body").GetString());
        Assert.Empty(host.Sandbox.Requests("kulea"));
    }

    internal static async Task<string[]> PointersAsync(HttpResponseMessage response) =>
        [.. (await RunningHost.ReadAsync(response)).GetProperty("errors").EnumerateArray().Select(error => error.GetProperty("pointer").GetString()!)];
}
