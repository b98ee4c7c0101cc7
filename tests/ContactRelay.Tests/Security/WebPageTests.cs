using System.Text;
using ContactRelay.Tests.LocalHost;
using Xunit;

namespace ContactRelay.Tests.Security;

/// <summary>No web page reaches a local host, or its sandbox, with the keys that everybody knows.</summary>
public sealed class WebPageTests : IAsyncLifetime
{
    private const string Evil = "evil.example";

    private RunningHost _host = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _host = await RunningHost.StartAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Theory]
    [InlineData(Evil)]
    [InlineData("evil.example:7071")]
    [InlineData("localhost.evil.example")]
    [InlineData("127.0.0.1.evil.example")]
    [InlineData("0.0.0.0")]
    [InlineData("10.0.0.1")]
    [InlineData("")]
    public async Task Request_for_another_host_is_not_answered(string host)
    {
        foreach (var path in new[] { "/api/console/setup", "/api/health", "/api/tenants", "/nothing" })
        {
            Assert.Equal(403, await SendAsync(_host.Client.BaseAddress!, $"GET {path}", host, "x-functions-key: dev-admin"));
        }

        Assert.Equal(403, await SendAsync(_host.Sandbox.BaseAddress, "GET /_contacts/kulea", host));
        Assert.Equal(403, await SendAsync(_host.Sandbox.BaseAddress, "PUT /_faults/kulea", host, body: """{"status":500}"""));
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("LOCALHOST:1")]
    [InlineData("127.0.0.1")]
    [InlineData("127.8.9.10:7071")]
    [InlineData("[::1]:7071")]
    public async Task Request_for_this_machine_is_answered(string host)
    {
        Assert.Equal(200, await SendAsync(_host.Client.BaseAddress!, "GET /api/health", host));
        Assert.Equal(200, await SendAsync(_host.Sandbox.BaseAddress, "GET /_contacts/kulea", host));
    }

    [Theory]
    [InlineData("Origin: https://evil.example")]
    [InlineData("Origin: null")]
    [InlineData("Origin: http://localhost:3000")]
    [InlineData("Sec-Fetch-Site: cross-site")]
    [InlineData("Sec-Fetch-Site: same-site")]
    [InlineData("Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: document")]
    public async Task Form_of_another_page_changes_nothing(string headers)
    {
        var api = _host.Client.BaseAddress!;
        foreach (var call in new[] { "POST /api/tenants/demo-kulea/reconcile", "POST /api/tenants/demo-kulea/contacts/7", "POST /api/tenants/demo-kulea/hooks/x" })
        {
            Assert.Equal(403, await SendAsync(api, call, "localhost", $"x-functions-key: dev-admin\r\n{headers}", "a=b"));
        }

        Assert.Equal(403, await SendAsync(_host.Sandbox.BaseAddress, "PUT /_faults/kulea", "localhost", headers, """{"status":500}"""));
        Assert.Equal(403, await SendAsync(api, "PUT /api/console/sandbox/_faults/kulea", "localhost", headers, """{"status":500}"""));
    }

    [Fact]
    public async Task Console_and_links_to_it_work()
    {
        var api = _host.Client.BaseAddress!;

        Assert.Equal(200, await SendAsync(api, "GET /api/console", "localhost", "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: document"));
        Assert.Equal(200, await SendAsync(api, "POST /api/tenants/demo-kulea/reconcile", "localhost:7071", "x-functions-key: dev-admin\r\nOrigin: http://localhost:7071\r\nSec-Fetch-Site: same-origin"));
        Assert.Equal(403, await SendAsync(api, "GET /api/console", "localhost", "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: iframe"));
        Assert.Equal(403, await SendAsync(api, "GET /api/console/setup", "localhost", "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: no-cors"));
    }

    [Fact]
    public async Task Key_that_everybody_knows_is_not_taken_from_a_url()
    {
        Assert.Equal(401, await SendAsync(_host.Client.BaseAddress!, "POST /api/tenants/demo-kulea/reconcile?code=dev-admin", "localhost"));
        Assert.Equal(401, await SendAsync(_host.Client.BaseAddress!, "GET /api/tenants/demo-kulea/activity?code=dev-admin", "localhost"));
    }

    private static async Task<int> SendAsync(Uri server, string call, string host, string headers = "X-Nothing: 1", string body = "")
    {
        using var connection = await RawConnection.OpenAsync(server, Token);
        await connection.SendAsync(
            $"{call} HTTP/1.1\r\nHost: {host}\r\n{headers}\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}", Token);
        return (await connection.AnswerAsync(Token)).Status;
    }
}
