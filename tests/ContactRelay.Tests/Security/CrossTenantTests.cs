using System.Reflection;
using System.Text;
using ContactRelay.LocalHost;
using ContactRelay.LocalHost.Storage;
using ContactRelay.Tests.LocalHost;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ContactRelay.Tests.Security;

/// <summary>
/// A key reaches its own tenant and nothing else. The routes are those that the functions declare, so that a new one is
/// tried without anybody thinking of it.
/// </summary>
public sealed class CrossTenantTests : IAsyncLifetime
{
    private const string Victim = "victim";
    private const string Attacker = "attacker";
    private const string VictimKey = "demo-key";
    private const string AttackerKey = "attacker-key";
    private const string MasterKey = "dev-admin";
    private const string Contact = "4294967668";
    private const string Name = "Wilhelmina";

    private RunningHost _host = null!;
    private string _updateId = "";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string, string> RoutesOfATenant() => Routes(route => route.Contains("{tenant}", StringComparison.Ordinal));

    // A hook goes by what its own scheme asks for; HookTests show who gets in.
    public static TheoryData<string, string> RoutesThatGoByKey() => Routes(route =>
        route.Contains("{tenant}", StringComparison.Ordinal) && !route.Contains("{hook}", StringComparison.Ordinal));

    public static TheoryData<string, string> OtherRoutes() => Routes(route => !route.Contains("{tenant}", StringComparison.Ordinal));

    public async ValueTask InitializeAsync()
    {
        _host = await RunningHost.StartAsync([Document(Victim, VictimKey), Document(Attacker, AttackerKey)]);
        var update = await _host.SettledAsync(await _host.AcceptAsync(Victim, Contact, $$"""{"firstName":"{{Name}}"}"""));
        Assert.Equal("delivered", update.GetProperty("status").GetString());
        _updateId = update.GetProperty("updateId").GetString()!;

        // The message that led to the call is deleted after it.
        while (Rows("SELECT id, id FROM messages").Count > 0)
        {
            Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Theory]
    [MemberData(nameof(RoutesOfATenant))]
    public async Task Call_with_another_tenants_key_is_refused_and_changes_nothing(string method, string route)
    {
        var before = Stored();
        foreach (var (header, value, query) in new[]
        {
            ("Authorization", $"Bearer {AttackerKey}", ""),
            ("Authorization", "Bearer ", ""),
            ("Authorization", $"Bearer {VictimKey}, Bearer {AttackerKey}", ""),
            ("x-functions-key", AttackerKey, ""),
            ("x-functions-key", VictimKey, ""),
            ("X-Nothing", "1", $"?code={AttackerKey}"),
            ("X-Nothing", "1", $"?tenant={Attacker}&key={AttackerKey}"),
        })
        {
            using var response = await CallAsync(method, Path(route, Victim) + query, header, value);

            Assert.Equal(401, (int)response.StatusCode);
            await AssertTellsNothingAsync(response);
        }

        Assert.Equal(before, Stored());
        Assert.Single(_host.Sandbox.Requests("kulea"));
    }

    // Else the test above would be content with a service that refuses everybody.
    [Theory]
    [MemberData(nameof(RoutesThatGoByKey))]
    public async Task Call_with_the_right_key_is_not_refused(string method, string route)
    {
        using var caller = await CallAsync(method, Path(route, Victim), "Authorization", $"Bearer {VictimKey}");
        using var admin = await CallAsync(method, Path(route, Victim), "x-functions-key", MasterKey);

        Assert.NotEqual((401, 401), ((int)caller.StatusCode, (int)admin.StatusCode));
    }

    [Theory]
    [MemberData(nameof(RoutesOfATenant))]
    public async Task Call_of_ones_own_tenant_shows_nothing_of_anothers(string method, string route)
    {
        using var caller = await CallAsync(method, Path(route, Attacker), "Authorization", $"Bearer {AttackerKey}");

        // A sum names what it counts.
        await AssertTellsNothingAsync(caller, route.EndsWith("/summary", StringComparison.Ordinal) ? ["\"delivered\""] : []);
    }

    [Theory]
    [MemberData(nameof(OtherRoutes))]
    public async Task Call_that_anybody_may_make_tells_nothing_of_any_tenant(string method, string route)
    {
        using var response = await CallAsync(method, Path(route, Victim), "X-Nothing", "1");

        // The description of the API names its own words, and is the same for everybody; so are the local host's demo tenants.
        await AssertTellsNothingAsync(response, route switch
        {
            "openapi.json" => ["keySha256", "\"delivered\""],
            "console/setup" => [VictimKey, "demo-kulea"],
            _ => [],
        });
    }

    [Theory]
    [InlineData("/api/tenants/attacker/../victim/contacts/4294967668")]
    [InlineData("/api/tenants/attacker/%2e%2e/victim/contacts/4294967668")]
    [InlineData("/api/tenants/attacker/contacts/..%2f..%2fvictim%2fcontacts%2f4294967668")]
    [InlineData("/api/tenants/attacker/contacts/..\\..\\victim\\contacts\\4294967668")]
    [InlineData("/api/tenants/attacker%2f..%2fvictim/contacts/4294967668")]
    [InlineData("/api/tenants/attacker%7c/contacts/4294967668")]
    [InlineData("/api/tenants/VICTIM/contacts/4294967668")]
    [InlineData("/api/tenants/victim%00/contacts/4294967668")]
    [InlineData("/api/tenants/victim/contacts/4294967668?tenant=attacker")]
    [InlineData("/api//tenants/victim/contacts/4294967668")]
    [InlineData("http://attacker/api/tenants/victim/contacts/4294967668")]
    [InlineData("/api/tenants/attacker/contacts/victim%7C4294967668")]
    public async Task Call_with_a_crooked_path_shows_nothing_of_another_tenant(string target)
    {
        var before = Stored();
        using var connection = await RawConnection.OpenAsync(_host.Client.BaseAddress!, Token);

        await connection.SendAsync($"GET {target} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {AttackerKey}\r\n\r\n", Token);
        var (status, text) = await connection.AnswerAsync(Token);

        Assert.Contains(status, new[] { 400, 401, 404, 422 });
        Assert.DoesNotContain(_updateId, text, StringComparison.Ordinal);
        Assert.Equal(before, Stored());
    }

    private static string Document(string id, string key) => $$"""
        { "id": "{{id}}", "provider": "kulea", "baseUrl": "SANDBOX", "apiKeySecret": "demo-kulea",
          "callers": [ { "name": "c", "keySha256": "{{Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(key)))}}" } ] }
        """;

    private static TheoryData<string, string> Routes(Func<string, bool> isWanted)
    {
        var triggers =
            from type in typeof(LocalHostApp).Assembly.GetTypes()
            from method in type.GetMethods()
            where method.IsDefined(typeof(FunctionAttribute))
            let trigger = method.GetParameters().Select(parameter => parameter.GetCustomAttribute<HttpTriggerAttribute>()).FirstOrDefault(found => found is not null)
            where trigger is not null && isWanted(trigger.Route!)
            from verb in trigger.Methods!
            select (verb.ToUpperInvariant(), trigger.Route!);
        var data = new TheoryData<string, string>();
        foreach (var (verb, route) in triggers)
        {
            data.Add(verb, route);
        }

        return data;
    }

    private string Path(string route, string tenant)
    {
        var path = route.Replace("{tenant}", tenant, StringComparison.Ordinal)
            .Replace("{contactId}", Contact, StringComparison.Ordinal)
            .Replace("{updateId}", _updateId, StringComparison.Ordinal);
        return "/api/" + System.Text.RegularExpressions.Regex.Replace(path, "{[^}]*}", "x");
    }

    private async Task<HttpResponseMessage> CallAsync(string method, string path, string header, string value)
    {
        using var client = new HttpClient { BaseAddress = _host.Client.BaseAddress };
        using var request = new HttpRequestMessage(new(method), path);
        request.Headers.TryAddWithoutValidation(header, value);
        if (method is not ("GET" or "DELETE"))
        {
            request.Content = new StringContent("""{"firstName":"Mallory","name":"mallory"}""", Encoding.UTF8, "application/json");
        }

        return await client.SendAsync(request, Token);
    }

    private static async Task AssertTellsNothingAsync(HttpResponseMessage response, params string[] wordsForAll)
    {
        var text = await response.Content.ReadAsStringAsync(Token) + response.Headers;
        foreach (var secret in new[] { Name, VictimKey, "demo-kulea", "keySha256", "\"delivered\"", Victim }.Except(wordsForAll))
        {
            Assert.DoesNotContain(secret, text, StringComparison.Ordinal);
        }
    }

    /// <summary>All that is stored, of every tenant.</summary>
    private string Stored() => string.Join('\n', Rows("SELECT name FROM sqlite_master WHERE type = 'table'").SelectMany(RowsOf).Order(StringComparer.Ordinal));

    private List<string> RowsOf(string table)
    {
        var columns = Rows($"SELECT name FROM pragma_table_info('{table}')").Select(column => $"coalesce(CAST({column} AS TEXT), '')");
        return Rows($"SELECT {string.Join(" || '|' || ", columns)} FROM {table}");
    }

    private List<string> Rows(string query) =>
        _host.Services.GetRequiredService<EmbeddedDatabase>().Read(session => session.Query(query, row => row.GetString(0)));
}
