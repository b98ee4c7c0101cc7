using System.Text;
using ContactRelay.Sandbox;
using ContactRelay.Tests.LocalHost;
using Xunit;

namespace ContactRelay.Tests.Security;

/// <summary>
/// Whatever happens, and however much is logged: no value of a contact, no contact's id and no key is in a line. The
/// runs log what a user gets who asks for everything, the frameworks' own categories with it.
/// </summary>
public sealed class LogTests
{
    // Each is looked for in the log, as it is and percent-encoded; each is sent in every way that the tests know.
    private const string ContactId = "contact Ωmega/17";
    private const string Name = "Wilhelmina";
    private const string Value = "value-of-a-field";
    private const string FieldName = "name-of-a-field";
    private const string IdempotencyKey = "idempotency-key-17";
    private const string WrongKey = "key-of-nobody";
    private const string InMessage = "in-a-message";

    private static readonly string[] Secrets =
    [
        ContactId, Name, Value, IdempotencyKey, WrongKey, InMessage, "demo-key", "dev-admin",
        SandboxKeys.Kulea, SandboxKeys.Bosscart, SandboxKeys.CampaignLark, SandboxKeys.Everlytic, "8675309",
    ];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("delivered", null)]
    [InlineData("rejected", 200)]
    [InlineData("rejected", 400)]
    [InlineData("rejected", 404)]
    [InlineData("delivered", 401)]
    [InlineData("delivered", 429)]
    [InlineData("delivered", 503)]
    public async Task Update_that_meets_this_leaves_nothing_of_itself_in_the_log(string status, int? fault)
    {
        using var log = new CapturedLog();
        await using var host = await RunningHost.StartAsync(log: log);
        host.Sandbox.Throw("kulea", fault is null ? new SandboxFault { Reset = true } : new SandboxFault { Status = fault, Body = Echo });

        using var response = await host.PatchAsync("demo-kulea", ContactId, Patch, IdempotencyKey);
        var update = await host.SettledAsync(response.Headers.Location!);

        Assert.Equal(status, update.GetProperty("status").GetString());
        AssertTellsNothing(await log.UntilAsync($": {status} (", Token));
    }

    [Fact]
    public async Task Update_that_expires_leaves_nothing_of_itself_in_the_log()
    {
        using var log = new CapturedLog();
        await using var host = await RunningHost.StartAsync(
        [
            """
            { "id": "acme", "provider": "kulea", "baseUrl": "SANDBOX", "apiKeySecret": "demo-kulea", "limits": { "maxAge": "00:01:00" },
              "callers": [ { "name": "test", "keySha256": "c48a01f49fd0f2cc404bc3cbbc80e91457a3d41bb429a695243de4c61794155c" } ] }
            """,
        ], log: log);
        host.Sandbox.Throw("kulea", new SandboxFault { Status = 500, Count = 1000, Body = Echo });

        await host.SettledAsync(await host.AcceptAsync("acme", ContactId, Patch));

        AssertTellsNothing(await log.UntilAsync(": expired ", Token));
    }

    [Theory]
    [InlineData("demo-bosscart", """{"firstName":"Wilhelmina","lastName":"W","email":"value-of-a-field@wire.example"}""")]
    [InlineData("demo-campaignlark", """{"firstName":"Wilhelmina","subscription":"subscribed"}""")]
    [InlineData("demo-everlytic", """{"firstName":"Wilhelmina"}""")]
    [InlineData("demo-everlytic-xmlrpc", """{"firstName":"Wilhelmina"}""")]
    public async Task Update_of_any_provider_leaves_nothing_of_itself_in_the_log(string tenant, string patch)
    {
        using var log = new CapturedLog();
        await using var host = await RunningHost.StartAsync(log: log);

        await host.SettledAsync(await host.AcceptAsync(tenant, "8675309", patch));

        AssertTellsNothing(await log.UntilAsync(": delivered ", Token));
    }

    [Fact]
    public async Task Calls_that_are_refused_leave_nothing_of_themselves_in_the_log()
    {
        using var log = new CapturedLog();
        await using var host = await RunningHost.StartAsync(log: log);
        var statuses = new List<int>();
        foreach (var (body, type, query) in new[]
        {
            ($"{{\"firstName\":\"{Name}", "application/json", ""),
            ($"{{\"nosuch\":\"{Name}\",\"email\":\"{Value}\"}}", "application/json", ""),
            (Patch, "text/plain", ""),
            (Patch, "application/json", $"?occurredAt={Value}"),
            (Patch, "application/json", "?dryRun=true"),
            (Patch.PadRight(33_000), "application/json", ""),
        })
        {
            using var content = new StringContent(body, Encoding.UTF8, type);
            using var response = await host.SendAsync(HttpMethod.Patch, "demo-kulea", ContactId, content, IdempotencyKey, query);
            statuses.Add((int)response.StatusCode);
        }

        using var refused = await CallAsync(host, HttpMethod.Get, $"/api/tenants/demo-kulea/contacts/{ContactRelay.Contacts.ContactId.ToSegment(ContactId)}", "Authorization", $"Bearer {WrongKey}");
        using var nowhere = await CallAsync(host, HttpMethod.Get, $"/api/{Value}/{Name}?code={WrongKey}", "x-functions-key", WrongKey);

        Assert.Equal([400, 422, 415, 422, 200, 413], statuses);
        Assert.Equal((401, 404), ((int)refused.StatusCode, (int)nowhere.StatusCode));
        await host.SettledAsync(await host.AcceptAsync("demo-kulea", "7", Patch));
        AssertTellsNothing(await log.UntilAsync(": delivered ", Token));
    }

    [Fact]
    public async Task Messages_that_are_no_updates_leave_nothing_of_themselves_in_the_log()
    {
        using var log = new CapturedLog();
        await using var host = await RunningHost.StartAsync(log: log);
        string[] messages =
        [
            InMessage,
            $$"""{"tenant":"{{InMessage}} {{Name}}\r\nError","contactId":"{{ContactId}}","changes":{"firstName":"{{Name}}"} }""",
            $$"""{"tenant":"demo-kulea","contactId":"{{ContactId}}","changes":{"email":"{{InMessage}}"} }""",
            $$"""{"tenant":"demo-kulea","contactId":"{{ContactId}}","changes":{"firstName":"{{Name}}" },"idempotencyKey":"\u0001{{InMessage}}"}""",
            $$"""{"tenant":"demo-kulea","contactId":"{{ContactId}}","{{InMessage}}":1}""",
        ];
        foreach (var message in messages)
        {
            await host.EnqueueAsync(message);
            await host.EnqueueAsync(message + " ", "contact-updates-poison");
        }

        await host.DeadLettersAsync(messages.Length * 2);

        AssertTellsNothing(await log.UntilAsync("is not an update", Token));
    }

    [Fact]
    public async Task Calls_of_the_administrator_leave_nothing_of_themselves_in_the_log()
    {
        using var log = new CapturedLog();
        await using var host = await RunningHost.StartAsync(log: log);
        var document = $$"""{"id":"acme","provider":"kulea","baseUrl":"{{host.Sandbox.BaseAddress}}","apiKeySecret":"acme-{{Value}}"}""";

        using var put = await CallAsync(host, HttpMethod.Put, "/api/tenants/acme", "x-functions-key", "dev-admin", document);
        using var add = await CallAsync(host, HttpMethod.Post, "/api/tenants/acme/callers", "x-functions-key", "dev-admin", $$"""{"name":"{{Name}}"}""");
        var key = (await RunningHost.ReadAsync(add)).GetProperty("key").GetString()!;
        using var patch = await CallAsync(host, HttpMethod.Patch, $"/api/tenants/acme/contacts/{ContactRelay.Contacts.ContactId.ToSegment(ContactId)}", "Authorization", $"Bearer {key}", $$"""{"firstName":"{{Name}}"}""");
        using var wrong = await CallAsync(host, HttpMethod.Put, "/api/tenants/acme", "x-functions-key", "dev-admin", $$"""{"{{Value}}":"{{Name}}"}""");
        using var delete = await CallAsync(host, HttpMethod.Delete, "/api/tenants/acme?code=dev-admin", "x-functions-key", "dev-admin");

        Assert.Equal([201, 201, 202, 422, 204], new[] { put, add, patch, wrong, delete }.Select(response => (int)response.StatusCode));
        await host.SettledAsync(await host.AcceptAsync("demo-kulea", "7", Patch));
        AssertTellsNothing(await log.UntilAsync(": delivered ", Token));
        Assert.DoesNotContain(key, log.Text, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Starts", "process")]
    public async Task Process_whose_user_asks_for_every_line_prints_nothing_of_an_update()
    {
        using var folder = new TestFolder();
        var url = $"http://127.0.0.1:{FreePort.Next()}";
        await using var host = await HostProcess.ServeAsync(
            ["--data", folder.Path, "--urls", url, "--sandbox", $"http://127.0.0.1:{FreePort.Next()}"],
            [new("Logging__LogLevel__Default", "Trace"), new("Logging__LogLevel__ContactRelay", "Trace"), new("Logging__Console__FormatterOptions__IncludeScopes", "true")],
            Token);
        using var client = new HttpClient { BaseAddress = new(url), DefaultRequestHeaders = { Authorization = new("Bearer", "demo-key") } };
        var before = host.Output.Length;

        using var response = await client.PatchAsync(
            $"/api/tenants/demo-kulea/contacts/{ContactRelay.Contacts.ContactId.ToSegment(ContactId)}", new StringContent(Patch, Encoding.UTF8, "application/json"), Token);
        Assert.Equal(202, (int)response.StatusCode);
        while (!(await host.NextLineAsync()).Contains(" delivered ", StringComparison.Ordinal))
        {
        }

        // What comes before are lines to paste, which have the demo tenants' key in them.
        AssertTellsNothing(host.Output[before..]);
    }

    private static string Patch => $$$"""{"firstName":"{{{Name}}}","fields":{"{{{FieldName}}}":"{{{Value}}}"}}""";

    private static string Echo => $$"""{"success":false,"reason":"{{Name}} of {{Value}} may not be {{SandboxKeys.Kulea}}"}""";

    private static void AssertTellsNothing(string text)
    {
        foreach (var secret in Secrets)
        {
            Assert.DoesNotContain(secret, text, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain(Uri.EscapeDataString(secret), text, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain(ContactRelay.Contacts.ContactId.ToSegment(secret), text, StringComparison.Ordinal);
            Assert.DoesNotContain(Convert.ToBase64String(Encoding.UTF8.GetBytes(secret)), text, StringComparison.Ordinal);
        }
    }

    private static async Task<HttpResponseMessage> CallAsync(
        RunningHost host, HttpMethod method, string path, string header, string value, string? body = null)
    {
        using var client = new HttpClient { BaseAddress = host.Client.BaseAddress };
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.TryAddWithoutValidation(header, value);
        return await client.SendAsync(request, Token);
    }
}
