using System.Text;
using ContactRelay.Delivery;
using ContactRelay.Sandbox;
using Xunit;

namespace ContactRelay.Tests.LocalHost;

/// <summary>What is left of a tenant that was deleted, for whoever uses its id again.</summary>
public sealed class TenantDeletionTests : IAsyncLifetime
{
    private const string Path = "/api/tenants/acme";
    private const string Contact = Path + "/contacts/7";

    private RunningHost _host = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Document => $$"""
        { "id": "acme", "provider": "campaignlark", "baseUrl": "{{_host.Sandbox.BaseAddress}}", "apiKeySecret": "demo-campaignlark",
          "limits": { "requestsPerSecond": 50 },
          "callers": [ { "name": "test", "keySha256": "c48a01f49fd0f2cc404bc3cbbc80e91457a3d41bb429a695243de4c61794155c" } ] }
        """;

    public async ValueTask InitializeAsync() => _host = await RunningHost.StartAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task New_tenant_of_a_deleted_ones_id_sees_nothing_of_it()
    {
        await PutAsync(201);
        var dead = await _host.AcceptAsync("acme", "7", """{"email":"a@b.example","subscription":"subscribed","fields":{"unknown_tag":"x"}}""");
        Assert.Equal("rejected", (await _host.SettledAsync(dead)).GetProperty("status").GetString());
        await _host.SettledAsync(await _host.AcceptAsync("acme", "7", """{"firstName":"A","subscription":"subscribed"}"""));
        var pending = await _host.AcceptAsync("acme", "8", """{"firstName":"Old","subscription":"subscribed"}""", "?deliverAt=2026-02-01T12:00:00Z");
        Assert.Equal((1, 2), (await CountAsync("deadletters", "deadLetters"), await CountAsync("activity", "updates")));

        await AdminAsync(HttpMethod.Delete, Path, 204);
        using var refused = await _host.Client.GetAsync(Contact, Token);
        Assert.Equal(401, (int)refused.StatusCode);
        await UntilErasedAsync();

        Assert.Equal((0, 0), (await CountAsync("deadletters", "deadLetters"), await CountAsync("activity", "updates")));
        foreach (var gone in new[] { dead, pending, new Uri(Contact, UriKind.Relative), new Uri(Path + "/contacts/8", UriKind.Relative) })
        {
            using var answer = await _host.Client.GetAsync(gone, Token);
            Assert.Equal(404, (int)answer.StatusCode);
        }

        await AdminAsync(HttpMethod.Post, $"{Path}/deadletters/redrive", 200, $$"""{"ids":["{{dead.ToString().Split('/')[^1]}}"]}""");
        _host.Time.Advance(TimeSpan.FromDays(2));
        await _host.SettledAsync(await _host.AcceptAsync("acme", "8", """{"firstName":"New","subscription":"subscribed"}"""));
        Assert.DoesNotContain("Old", _host.Sandbox.Contact("campaignlark", "8")!.Values.GetRawText(), StringComparison.Ordinal);
        var books = await RunningHost.ReadAsync(await AdminAsync(HttpMethod.Post, Path + "/reconcile", 200));
        Assert.Equal((1, 1), (books.GetProperty("mailboxes").GetInt32(), books.GetProperty("ledger").GetProperty("accepted").GetInt32()));
    }

    [Fact]
    public async Task Id_of_a_deleted_tenant_is_a_conflict_until_all_is_erased_and_the_words_say_so()
    {
        await PutAsync(201);
        await AdminAsync(HttpMethod.Delete, Path, 204);

        using var put = await PutAsync(409);
        using var get = await AdminAsync(HttpMethod.Get, Path, 404);

        var problem = await RunningHost.ReadAsync(put);
        Assert.Equal("/api/problems/being-erased", problem.GetProperty("type").GetString());
        Assert.Contains("is being erased", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Contains("is being erased", (await RunningHost.ReadAsync(get)).GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal(TimeSpan.FromMinutes(1), put.Headers.RetryAfter?.Delta);
        using var list = await AdminAsync(HttpMethod.Get, "/api/tenants", 200);
        Assert.DoesNotContain("acme", await list.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Hold_of_a_deleted_tenant_does_not_hold_the_next_of_its_id()
    {
        await PutAsync(201);
        _host.Sandbox.Throw("campaignlark", new SandboxFault { Status = 401, Count = 1 });
        var update = await _host.AcceptAsync("acme", "7", """{"firstName":"A","subscription":"subscribed"}""");
        await _host.UntilAsync(update, state => state.TryGetProperty("hold", out _));

        await AdminAsync(HttpMethod.Delete, Path, 204);
        await UntilErasedAsync();

        using var get = await AdminAsync(HttpMethod.Get, Path, 200);
        Assert.False((await RunningHost.ReadAsync(get)).TryGetProperty("hold", out _));
    }

    /// <summary>Lets the minutes pass until the id can be used again, and uses it.</summary>
    private async Task UntilErasedAsync()
    {
        _host.Time.Advance(TenantSweep.Settling + TimeSpan.FromMinutes(1));
        while (true)
        {
            using var put = await SendAsync(HttpMethod.Put, Path, Document);
            if ((int)put.StatusCode == 201)
            {
                return;
            }

            Assert.Equal(409, (int)put.StatusCode);
        }
    }

    private async Task<int> CountAsync(string what, string name)
    {
        var page = await _host.GetAsync(new($"{Path}/{what}", UriKind.Relative));
        return page.GetProperty(name).GetArrayLength();
    }

    private Task<HttpResponseMessage> PutAsync(int status) => AdminAsync(HttpMethod.Put, Path, status, Document);

    private async Task<HttpResponseMessage> AdminAsync(HttpMethod method, string path, int status, string? body = null)
    {
        var response = await SendAsync(method, path, body);
        Assert.Equal(status, (int)response.StatusCode);
        return response;
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string? body)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
        request.Headers.Add("x-functions-key", "dev-admin");
        return await _host.Client.SendAsync(request, Token);
    }
}
