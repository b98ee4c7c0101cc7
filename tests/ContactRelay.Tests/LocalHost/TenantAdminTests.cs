using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using ContactRelay.Mailboxes;
using ContactRelay.Sandbox;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ContactRelay.Tests.LocalHost;

/// <summary>Whoever has the master key makes a tenant, gives out keys, and takes it away again.</summary>
public sealed class TenantAdminTests : IAsyncLifetime
{
    private const string Path = "/api/tenants/acme";

    private RunningHost _host = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>The smallest hook that there can be, for keys to be limited to.</summary>
    private const string Hooks = """ "hooks": { "signup": { "scheme": "bearer", "contactId": "$.id", "changes": { "firstName": "$.name" } } }, """;

    private string Document => $$"""
        { "id": "acme", "provider": "kulea", "baseUrl": "{{_host.Sandbox.BaseAddress}}", "apiKeySecret": "demo-kulea", "fieldMap": { "fields.x": "lead score" } }
        """;

    public async ValueTask InitializeAsync() => _host = await RunningHost.StartAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task New_tenant_with_a_new_caller_delivers_at_once()
    {
        using var put = await AdminAsync(HttpMethod.Put, Path, Document);
        using var caller = await AdminAsync(HttpMethod.Post, Path + "/callers", """{"name":"website"}""");
        var key = (await RunningHost.ReadAsync(caller)).GetProperty("key").GetString()!;

        using var client = new HttpClient { BaseAddress = _host.Client.BaseAddress, DefaultRequestHeaders = { Authorization = new("Bearer", key) } };
        using var patch = await client.PatchAsync($"{Path}/contacts/7", JsonContent.Create(new { firstName = "A", fields = new { x = 3 } }), Token);

        Assert.Equal((201, 201, 202), ((int)put.StatusCode, (int)caller.StatusCode, (int)patch.StatusCode));
        while (_host.Sandbox.Contact("kulea", "7") is not { Updates: > 0 })
        {
            using var update = await client.GetAsync(patch.Headers.Location, Token);
        }

        Assert.Equal("""{"forename":"A","lead score":3}""", _host.Sandbox.Contact("kulea", "7")!.Values.GetRawText());
    }

    [Fact]
    public async Task Caller_keys_are_shown_once_and_stored_as_hashes()
    {
        using var put = await AdminAsync(HttpMethod.Put, Path, Document);
        using var caller = await AdminAsync(HttpMethod.Post, Path + "/callers", """{"name":"website"}""");
        var key = (await RunningHost.ReadAsync(caller)).GetProperty("key").GetString()!;

        using var get = await AdminAsync(HttpMethod.Get, Path);

        var text = await get.Content.ReadAsStringAsync(Token);
        Assert.DoesNotContain(key, text, StringComparison.Ordinal);
        var stored = JsonDocument.Parse(text).RootElement.GetProperty("callers")[0];
        Assert.Equal("website", stored.GetProperty("name").GetString());
        var hash = System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(key));
        Assert.Equal(Convert.ToHexStringLower(hash), stored.GetProperty("keySha256").GetString());
    }

    [Fact]
    public async Task Put_without_callers_keeps_them_and_with_none_takes_them_away()
    {
        using var put = await AdminAsync(HttpMethod.Put, Path, Document);
        using var caller = await AdminAsync(HttpMethod.Post, Path + "/callers", """{"name":"website"}""");

        using var again = await AdminAsync(HttpMethod.Put, Path, Document);
        using var none = await AdminAsync(HttpMethod.Put, Path, Document.Replace("\"fieldMap\"", "\"callers\": [], \"fieldMap\"", StringComparison.Ordinal));

        Assert.Equal(200, (int)again.StatusCode);
        Assert.Single((await RunningHost.ReadAsync(again)).GetProperty("callers").EnumerateArray());
        Assert.Empty((await RunningHost.ReadAsync(none)).GetProperty("callers").EnumerateArray());
    }

    [Theory]
    [InlineData("not JSON", 400, "")]
    [InlineData("[]", 422, "")]
    [InlineData("""{"id":"other","provider":"kulea","baseUrl":"https://a.example","apiKeySecret":"other-a"}""", 422, "/id")]
    [InlineData("""{"id":"acme","provider":"mailer"}""", 422, "/provider")]
    [InlineData("""{"id":"acme","provider":"kulea","baseUrl":"https://a.example","apiKeySecret":"acme-a","fieldmap":{}}""", 422, "/fieldmap")]
    [InlineData("""{"id":"acme","provider":"everlytic","baseUrl":"https://a.example","apiKeySecret":"acme-a"}""", 422, "/settings/username")]
    public async Task Put_of_a_wrong_document_is_refused_at_its_pointer_and_changes_nothing(string document, int status, string pointer)
    {
        using var put = await AdminAsync(HttpMethod.Put, Path, document);

        Assert.Equal(status, (int)put.StatusCode);
        Assert.Contains(pointer, await FiveCallsTests.PointersAsync(put));
        using var get = await AdminAsync(HttpMethod.Get, Path);
        Assert.Equal(404, (int)get.StatusCode);
    }

    [Theory]
    [InlineData("", 422)]
    [InlineData("""{"name":""}""", 422)]
    [InlineData("""{"name":7}""", 422)]
    [InlineData("""{"name":"website"}""", 422)]
    public async Task New_caller_without_a_name_of_its_own_is_refused(string body, int status)
    {
        using var put = await AdminAsync(HttpMethod.Put, Path, Document);
        using var first = await AdminAsync(HttpMethod.Post, Path + "/callers", """{"name":"website"}""");

        using var second = await AdminAsync(HttpMethod.Post, Path + "/callers", body);

        Assert.Equal(status, (int)second.StatusCode);
        Assert.Equal(["/name"], await FiveCallsTests.PointersAsync(second));
    }

    [Theory]
    [InlineData("""{"name":"form","access":"write"}""", 202, 403)]
    [InlineData("""{"name":"form","hook":"signup"}""", 403, 403)]
    [InlineData("""{"name":"form","access":"full"}""", 202, 200)]
    public async Task Key_is_good_for_no_more_than_it_was_made_for(string body, int write, int read)
    {
        using var put = await AdminAsync(HttpMethod.Put, Path, Document.Replace("\"fieldMap\"", Hooks + "\"fieldMap\"", StringComparison.Ordinal));
        using var caller = await AdminAsync(HttpMethod.Post, Path + "/callers", body);
        using var client = new HttpClient { BaseAddress = _host.Client.BaseAddress };
        client.DefaultRequestHeaders.Authorization = new("Bearer", (await RunningHost.ReadAsync(caller)).GetProperty("key").GetString());
        await _host.Services.GetRequiredService<IMailboxStore>().SaveAsync(await _host.KeyAsync("acme", "7"), Mailbox.Empty with { Sequence = 1 }, null, null, Token);

        using var patch = await client.PatchAsync($"{Path}/contacts/7", JsonContent.Create(new { firstName = "A" }), Token);
        using var get = await client.GetAsync($"{Path}/contacts/7", Token);

        Assert.Equal((write, read), ((int)patch.StatusCode, (int)get.StatusCode));
    }

    [Theory]
    [InlineData("""{"name":"form","access":"read"}""", "/access")]
    [InlineData("""{"name":"form","hook":"signup"}""", "/hook")]
    [InlineData("""{"name":"form","acess":"write"}""", "/name")]
    public async Task New_caller_with_a_limit_that_there_is_not_is_refused(string body, string pointer)
    {
        using var put = await AdminAsync(HttpMethod.Put, Path, Document);

        using var caller = await AdminAsync(HttpMethod.Post, Path + "/callers", body);

        Assert.Equal(422, (int)caller.StatusCode);
        Assert.Equal([pointer], await FiveCallsTests.PointersAsync(caller));
    }

    [Fact]
    public async Task Master_key_reads_what_a_caller_may_read()
    {
        await _host.AcceptAsync("demo-kulea", "7", """{"firstName":"A"}""");

        using var contact = await AdminAsync(HttpMethod.Get, "/api/tenants/demo-kulea/contacts/7");
        using var nobody = await AdminAsync(HttpMethod.Get, "/api/tenants/nobody/contacts/7");
        using var wrong = await AdminAsync(HttpMethod.Get, "/api/tenants/nobody/contacts/7", key: "wrong");

        Assert.Equal((200, 404, 401), ((int)contact.StatusCode, (int)nobody.StatusCode, (int)wrong.StatusCode));
    }

    [Fact]
    public async Task Delete_ends_the_tenant_at_once()
    {
        using var put = await AdminAsync(HttpMethod.Put, Path, Document);

        using var delete = await AdminAsync(HttpMethod.Delete, Path);
        using var again = await AdminAsync(HttpMethod.Delete, Path);
        using var caller = await AdminAsync(HttpMethod.Post, Path + "/callers", """{"name":"website"}""");
        using var patch = await _host.PatchAsync("acme", "7", """{"firstName":"A"}""");

        Assert.Equal((204, 404, 404, 401), ((int)delete.StatusCode, (int)again.StatusCode, (int)caller.StatusCode, (int)patch.StatusCode));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("wrong")]
    [InlineData("demo-key")]
    public async Task Call_without_the_master_key_is_refused(string? key)
    {
        using var response = await AdminAsync(HttpMethod.Get, "/api/tenants/demo-kulea", key: key);

        Assert.Equal(401, (int)response.StatusCode);
        Assert.DoesNotContain(SandboxKeys.Kulea, await response.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
    }

    private async Task<HttpResponseMessage> AdminAsync(HttpMethod method, string path, string? body = null, string? key = "dev-admin")
    {
        using var request = new HttpRequestMessage(method, path);
        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
        if (key is not null)
        {
            request.Headers.Add("x-functions-key", key);
        }

        return await _host.Client.SendAsync(request, Token);
    }
}
