using ContactRelay.Sandbox;
using Xunit;

namespace ContactRelay.Tests.OpenApi;

/// <summary>The answers that a host gives are those that the description says it may give, property by property.</summary>
public sealed class OpenApiAnswerTests(JsonSchemas schemas) : ApiTest
{
    private const string Acme = "/api/tenants/acme";
    private const string Contact = Acme + "/contacts/4711";

    // What takes a storage that is away, a mailbox with a thousand updates, a connection that breaks off, or a defect.
    private static readonly int[] NotProvoked = [429, 500, 503];

    [Fact]
    public async Task Answers_to_calls_that_are_right_are_as_described()
    {
        // First, while no other call is under way that might meet the faults in their place.
        await DecideOverDeadLettersAsync();
        await SendUpdatesAsync();
        await SendWebhooksAsync();
        await AdministerAsync();
        foreach (var path in new[] { "/api/providers", "/api/problems", "/api/problems/refused", "/api/health", "/api/openapi.json", "/api/console", "/api/console/files/console.css", "/api/console/setup" })
        {
            await CallAsync("GET", path);
        }

        await Description.AssertDescribesAsync(schemas, Exchanges);
        Assert.Equal(
            from operation in Description.Operations from status in operation.Statuses where status < 300 select $"{operation.Id} {status}",
            Seen(status => status < 300));
    }

    [Fact]
    public async Task Answers_to_calls_that_are_wrong_are_as_described()
    {
        foreach (var operation in Description.Operations)
        {
            foreach (var status in operation.Statuses.Where(IsProvoked(operation)).Where(status => status != 409))
            {
                await new WrongCall(operation, status).MakeAsync(CallAsync);
            }
        }

        var update = await Host.SettledAsync(await Host.AcceptAsync("acme", "4711", """{"firstName":"Ada"}"""));
        await CallAsync("DELETE", $"{Contact}/updates/{update.GetProperty("updateId").GetString()}", callerKey: CallerKey);
        const string gone = """{"id":"gone","provider":"kulea","baseUrl":"https://gone.example","apiKeySecret":"gone"}""";
        foreach (var method in new[] { "PUT", "DELETE", "PUT" })
        {
            await CallAsync(method, "/api/tenants/gone", method == "PUT" ? Body(gone) : null, masterKey: MasterKey);
        }

        await Description.AssertDescribesAsync(schemas, Exchanges);
        Assert.Equal(
            from operation in Description.Operations from status in operation.Statuses.Where(IsProvoked(operation)) select $"{operation.Id} {status}",
            Seen(status => status >= 400));
    }

    private static Func<int, bool> IsProvoked(DescribedOperation operation) => status =>
        status >= 400 && !NotProvoked.Contains(status) && !operation.Problems(status).SequenceEqual(["unreadable"]);

    private IEnumerable<string> Seen(Func<int, bool> isWanted)
    {
        var seen = Exchanges.Select(exchange => (Description.Find(exchange.Method, exchange.Path), exchange.Status)).ToHashSet();
        return from operation in Description.Operations
               from status in operation.Statuses
               where isWanted(status) && seen.Contains((operation, status))
               select $"{operation.Id} {status}";
    }

    private async Task SendUpdatesAsync()
    {
        const string Patch = "application/merge-patch+json";
        await CallAsync("PATCH", Contact, Body("""{"firstName":"Ada"}""", Patch), CallerKey, idempotencyKey: "1");
        await CallAsync("PATCH", Contact, Body("""{"firstName":"Ada"}""", Patch), CallerKey, idempotencyKey: "1");
        await CallAsync("PATCH", Contact + "?dryRun=true", Body("""{"lastName":"L"}""", Patch), CallerKey);
        await CallAsync("POST", Contact, Body("""{"lastName":"L"}"""), CallerKey);
        await CallAsync("POST", Contact + "?dryRun=true", Body("""{"lastName":"L"}"""), CallerKey);
        await CallAsync("POST", Acme + "/updates", Body("""[{"contactId":"4711","changes":{"lastName":"M"}},{"contactId":"4711","changes":{"lastName":1}},7]"""), CallerKey);
        await CallAsync("GET", Acme + "/contacts/4711", callerKey: CallerKey);

        var later = await Host.AcceptAsync("acme", "4713", """{"firstName":"Grace"}""", $"?deliverAt={Host.Time.GetUtcNow().AddDays(1):yyyy-MM-dd'T'HH:mm:ss'Z'}");
        await CallAsync("GET", later.AbsolutePath, callerKey: CallerKey);
        await CallAsync("DELETE", later.AbsolutePath, callerKey: CallerKey);
        await CallAsync("GET", later.AbsolutePath, callerKey: CallerKey);
        await CallAsync("GET", Acme + "/contacts/4713", callerKey: CallerKey);

        var delivered = await Host.AcceptAsync("acme", "4714", """{"firstName":"Edsger"}""");
        await Host.SettledAsync(delivered);
        await CallAsync("GET", delivered.AbsolutePath, callerKey: CallerKey);
        await CallAsync("GET", Acme + "/contacts/4714", callerKey: CallerKey);
        await CallAsync("DELETE", Acme + "/contacts/4714", callerKey: CallerKey);
    }

    private async Task SendWebhooksAsync()
    {
        const string Lead = """{"id":"lead-7","contact":"4712","name":"Dorothy"}""";
        const string Events = """[{"contact":"4712","name":"D"},{"name":"E"},{"contact":"4712"}]""";
        foreach (var hook in new[] { "landing-page", "survey/" + PathSecret })
        {
            await CallAsync("POST", $"{Acme}/hooks/{hook}", Body(Lead), CallerKey);
            await CallAsync("POST", $"{Acme}/hooks/{hook}", Body("""{"id":"lead-8"}"""), CallerKey);
            await CallAsync("POST", $"{Acme}/hooks/{hook}?dryRun=true", Body(Lead), masterKey: MasterKey);
            await CallAsync("POST", $"{Acme}/hooks/{hook}?dryRun=true", Body("""{"name":"x"}"""), masterKey: MasterKey);
        }

        await CallAsync("POST", Acme + "/hooks/events", Body(Events), CallerKey);
        await CallAsync("POST", Acme + "/hooks/events", Body("""[{"name":"E"}]"""), CallerKey);
    }

    private async Task DecideOverDeadLettersAsync()
    {
        Host.Sandbox.Throw("kulea", new SandboxFault { Status = 400, Count = 2, Body = """{"success":false,"reason":"no"}""" });
        var ids = new List<string>();
        foreach (var contact in new[] { "4720", "4721" })
        {
            var dead = await Host.SettledAsync(await Host.AcceptAsync("acme", contact, """{"firstName":"Alan"}"""));
            ids.Add(dead.GetProperty("updateId").GetString()!);
            await CallAsync("GET", dead.GetProperty("statusUrl").GetString()!, callerKey: CallerKey);
        }

        await Host.EnqueueAsync("""{"tenant":"acme","contactId":"4722","changes":{}}""");
        await Host.DeadLettersAsync(3);
        await CallAsync("GET", Acme + "/deadletters?limit=1", callerKey: CallerKey);
        await CallAsync("GET", Acme + "/activity?limit=1", callerKey: CallerKey);
        await CallAsync("GET", $"{Acme}/contacts/4720/updates/{ids[0]}?values=true", callerKey: CallerKey);
        await CallAsync("GET", Acme + "/deadletters", callerKey: CallerKey);
        await CallAsync("POST", Acme + "/deadletters/redrive", Body("""{"since":"2020-01-01T00:00:00Z","preview":true}"""), CallerKey);
        await CallAsync("POST", Acme + "/deadletters/redrive", Body($$"""{"ids":["{{ids[0]}}"]}"""), CallerKey);
        await CallAsync("POST", Acme + "/deadletters/discard", Body($$"""{"ids":["{{ids[1]}}"],"reason":"Nobody wants it."}"""), CallerKey);
    }

    private async Task AdministerAsync()
    {
        // More often than it can be asked: the hold must last until it has been seen.
        Host.Sandbox.Throw("kulea", new SandboxFault { Status = 429, Count = 1000 });
        var held = await Host.AcceptAsync("acme", "4730", """{"firstName":"Ada"}""");
        await Host.UntilAsync(held, update => update.TryGetProperty("hold", out _));
        await CallAsync("GET", held.AbsolutePath, callerKey: CallerKey);
        await CallAsync("GET", "/api/health?detail=true", masterKey: MasterKey);
        await CallAsync("GET", "/api/tenants", masterKey: MasterKey);
        await CallAsync("GET", Acme + "/activity/summary", callerKey: CallerKey);
        await CallAsync("GET", "/api/activity/summary", masterKey: MasterKey);
        var document = (await CallAsync("GET", Acme, masterKey: MasterKey)).Body;
        Assert.Contains("\"hold\"", document, StringComparison.Ordinal);
        Host.Sandbox.Throw("kulea");
        await CallAsync("PUT", Acme, Body(document), masterKey: MasterKey);
        await CallAsync("POST", Acme + "/resume", masterKey: MasterKey);
        await CallAsync("POST", Acme + "/reconcile", masterKey: MasterKey);
        await CallAsync("POST", Acme + "/callers", Body("""{"name":"import","access":"write"}"""), masterKey: MasterKey);
        await CallAsync("PUT", "/api/tenants/other", Body("""{"id":"other","provider":"kulea","baseUrl":"https://example.com","apiKeySecret":"other-x"}"""), masterKey: MasterKey);
        await CallAsync("DELETE", "/api/tenants/other", masterKey: MasterKey);
    }
}
