using System.Text;
using ContactRelay.Tests.Delivery;
using ContactRelay.Tests.LocalHost;
using Xunit;

namespace ContactRelay.Tests.Security;

/// <summary>Nothing that a caller or a secret holds becomes a header, or a request of its own.</summary>
public sealed class HeaderInjectionTests
{
    private static readonly string[] SentHeaders = ["Accept-Encoding", "Authorization", "Content-Length", "Content-Type", "Host", "User-Agent"];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("7%0D%0AX-Injected:%201")]
    [InlineData("7%0AX-Injected:%201")]
    [InlineData("7%0DX-Injected:%201")]
    [InlineData("7%20HTTP/1.1%0D%0AHost:%20evil.example%0D%0A%0D%0A")]
    [InlineData("7%09")]
    [InlineData("7%7F")]
    [InlineData("7%C2%85")]
    public async Task Patch_of_a_contact_id_that_could_end_a_line_is_refused(string segment)
    {
        await using var host = await RunningHost.StartAsync();

        var segmentInOne = segment.Replace("/", "%2F", StringComparison.Ordinal);
        using var patch = await host.Client.PatchAsync($"/api/tenants/demo-kulea/contacts/{segmentInOne}", Json(), Token);

        Assert.Equal(422, (int)patch.StatusCode);
        Assert.Equal(["/contactId"], await FiveCallsTests.PointersAsync(patch));
        Assert.DoesNotContain("X-Injected", $"{patch.Headers}{patch.Content.Headers}", StringComparison.Ordinal);
        Assert.Empty(host.Sandbox.Requests("kulea"));
    }

    [Theory]
    [InlineData("key\r\nX-Injected: 1")]
    [InlineData("key\tand more")]
    [InlineData("key\u0085and more")]
    public async Task Message_with_an_idempotency_key_or_contact_id_that_could_end_a_line_is_never_sent(string text)
    {
        await using var host = await RunningHost.StartAsync();
        foreach (var message in new object[]
        {
            new { tenant = "demo-kulea", contactId = text, changes = new { firstName = "A" } },
            new { tenant = "demo-kulea", contactId = "7", changes = new { firstName = "A" }, idempotencyKey = text },
        })
        {
            await host.EnqueueAsync(System.Text.Json.JsonSerializer.Serialize(message));
        }

        Assert.Equal(["invalid", "invalid"], (await host.DeadLettersAsync(2)).Select(letter => letter.Kind));
        Assert.Empty(host.Sandbox.Requests("kulea"));
    }

    [Theory]
    [InlineData("a\0b", 400)]
    [InlineData("a\rX-Injected: 1", 400)]
    [InlineData("a\tb", 422)]
    [InlineData("a\u0001b", 422)]
    public async Task Patch_with_a_control_character_in_its_idempotency_key_is_refused(string key, int status)
    {
        await using var host = await RunningHost.StartAsync();
        using var connection = await RawConnection.OpenAsync(host.Client.BaseAddress!, Token);
        const string body = """{"firstName":"A"}""";

        await connection.SendAsync(
            "PATCH /api/tenants/demo-kulea/contacts/7 HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer demo-key\r\nContent-Type: application/json\r\n"
            + $"Idempotency-Key: {key}\r\nContent-Length: {body.Length}\r\n\r\n{body}",
            Token);

        Assert.Equal(status, (await connection.AnswerAsync(Token)).Status);
        Assert.Empty(host.Sandbox.Requests("kulea"));
    }

    [Theory]
    [InlineData("kulea", "/rest/api/users/")]
    [InlineData("campaignlark", "/v1/contacts/")]
    public async Task CallAsync_contact_id_stays_one_segment_of_one_request(string call, string path)
    {
        foreach (var id in new[] { "7 HTTP/1.1", "7?key=1", "7#x", "a..", "%0d%0aX-Injected: 1", "a\\b", "7;x", "@evil.example", "7\u2028X: 1", "é😀" })
        {
            await using var server = new ScriptedServer(ScriptedServer.Send(ScriptedServer.Http("200 OK", ProviderCalls.Success(call))));
            await using var calls = new ProviderCalls();

            await calls.CallAsync(call, server.Url, id);

            var lines = Encoding.ASCII.GetString(await server.RequestAsync(Token)).Split("\r\n\r\n")[0].Split("\r\n");
            Assert.Equal($"{path}{Uri.EscapeDataString(id)}", lines[0].Split(' ')[1]);
            Assert.Equal(3, lines[0].Split(' ').Length);
            Assert.Equal(SentHeaders, lines[1..].Select(line => line.Split(':')[0]).Order(StringComparer.Ordinal));
            Assert.Equal(0, server.UnreadRequests);
        }
    }

    [Fact]
    public async Task CallAsync_contact_id_that_could_be_another_path_is_never_sent()
    {
        foreach (var call in new[] { "kulea", "campaignlark" })
        {
            foreach (var id in new[] { "..", "../../admin", "a/../b", "..\\admin", "%2e%2e" })
            {
                await using var server = new ScriptedServer();
                await using var calls = new ProviderCalls();

                var report = await calls.CallAsync(call, server.Url, id);

                Assert.Equal("rejected", report.Attempt.Outcome);
                Assert.Equal(ContactRelay.Providers.RefusalScope.Contact, report.Outcome.Scope);
                Assert.Equal(0, server.Connections);
            }
        }
    }

    [Fact]
    public async Task CallAsync_key_with_a_control_character_is_never_sent_nor_shown()
    {
        foreach (var control in Enumerable.Range(0, 0xA0).Select(i => (char)i).Where(char.IsControl))
        {
            foreach (var call in ProviderCalls.Names)
            {
                await using var server = new ScriptedServer();
                await using var calls = new ProviderCalls(key: $"begin{control}X-Injected: 1");

                var report = await calls.CallAsync(call, server.Url);

                Assert.Equal("unauthorized", report.Attempt.Outcome);
                Assert.DoesNotContain("begin", report.Attempt.Reason, StringComparison.Ordinal);
                Assert.Equal(0, server.Connections);
            }
        }
    }

    [Theory]
    [InlineData("ada\r\nX-Injected: 1")]
    [InlineData("ada:key")]
    [InlineData("ada\u0085")]
    public async Task Put_of_a_user_name_that_could_end_a_line_or_its_part_is_refused(string name)
    {
        await using var host = await RunningHost.StartAsync();
        var document = System.Text.Json.JsonSerializer.Serialize(new
        {
            id = "acme",
            provider = "everlytic",
            baseUrl = host.Sandbox.BaseAddress,
            apiKeySecret = "demo-everlytic",
            settings = new { username = name },
        });
        using var request = new HttpRequestMessage(HttpMethod.Put, "/api/tenants/acme") { Content = Json(document), Headers = { { "x-functions-key", "dev-admin" } } };

        using var response = await host.Client.SendAsync(request, Token);

        Assert.Equal(["/settings/username"], await FiveCallsTests.PointersAsync(response));
    }

    private static StringContent Json(string body = """{"firstName":"A"}""") => new(body, Encoding.UTF8, "application/json");
}
