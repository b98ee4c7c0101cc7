using ContactRelay.Tests.Delivery;
using Xunit;

namespace ContactRelay.Tests.LocalHost;

/// <summary>What the status shows of a provider whose answers are not its own.</summary>
public sealed class OddAnswerTests
{
    [Fact]
    public async Task Patch_answered_with_a_page_is_tried_again_and_the_status_says_why_and_no_more()
    {
        await using var provider = new ScriptedServer(
            ScriptedServer.Send(ScriptedServer.Http("200 OK", "<html>Log in, Wilhelmina</html>", "Content-Type: text/html")),
            ScriptedServer.Send(ScriptedServer.Http("302 Found", "", "Location: https://login.example/8675309")),
            ScriptedServer.SendAndClose("HTTP/1.1 200 OK\r\nContent-Length: 17\r\n\r\n{\"success\""),
            ScriptedServer.Send(ScriptedServer.Http("200 OK", """{"success":true,"crm_id":8675309}""")));
        await using var host = await RunningHost.StartAsync([TenantAt(provider.Url)]);

        var update = await host.SettledAsync(await host.AcceptAsync("acme", "8675309", """{"firstName":"Wilhelmina"}"""));

        Assert.Equal("delivered", update.GetProperty("status").GetString());
        var attempts = update.GetProperty("attempts").EnumerateArray().ToArray();
        Assert.Equal(["retryLater", "retryLater", "noAnswer", "delivered"], attempts.Select(attempt => attempt.GetProperty("outcome").GetString()));
        Assert.Equal(
            [
                "HTTP 200, but the answer is not the one that the provider documents.",
                "HTTP 302: redirects are not followed; the tenant's baseUrl may have to change.",
                "The connection broke off within the answer.",
            ],
            attempts[..3].Select(attempt => attempt.GetProperty("reason").GetString()));
    }

    [Fact]
    public async Task Patch_whose_answers_are_never_readable_expires_with_its_outcome_unknown()
    {
        var pages = Enumerable.Repeat(ScriptedServer.Send(ScriptedServer.Http("200 OK", "<html>")), 100);
        await using var provider = new ScriptedServer([.. pages]);
        await using var host = await RunningHost.StartAsync([TenantAt(provider.Url)]);

        var update = await host.SettledAsync(await host.AcceptAsync("acme", "8675309", """{"firstName":"Wilhelmina"}"""));

        Assert.Equal("expired", update.GetProperty("status").GetString());
        Assert.True(update.GetProperty("outcomeUnknown").GetBoolean());
    }

    private static string TenantAt(string url) => $$"""
        { "id": "acme", "provider": "kulea", "baseUrl": "{{url}}", "apiKeySecret": "demo-kulea",
          "callers": [ { "name": "test", "keySha256": "c48a01f49fd0f2cc404bc3cbbc80e91457a3d41bb429a695243de4c61794155c" } ] }
        """;
}
