using System.Text;
using ContactRelay.Contacts;
using ContactRelay.Mailboxes;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ContactRelay.Tests.LocalHost;

/// <summary>Dry runs, webhooks of several events, and those that are to come again later.</summary>
public sealed class HookAnswerTests : HookHostTest
{
    [Theory]
    [InlineData(null, "true", 401)]
    [InlineData("wrong", "true", 401)]
    [InlineData("dev-admin", "true", 200)]
    [InlineData("dev-admin", "yes", 422)]
    public async Task Dry_run_is_for_the_administrator(string? key, string dryRun, int status)
    {
        using var response = await PostAsync($"{Hook}?dryRun={dryRun}", """{"contact":"7","name":"Ada"}""", masterKey: key);

        Assert.Equal(status, (int)response.StatusCode);
    }

    [Fact]
    public async Task Dry_run_says_what_is_wrong_with_a_mapping_and_what_was_not_found()
    {
        using var response = await PostAsync($"{Hook}?dryRun=true", """{"id":"e","name":["a","b"]}""", masterKey: "dev-admin");
        using var nothing = await PostAsync("/api/tenants/acme-bearer/hooks/nothing?dryRun=true", "{}", masterKey: "dev-admin");

        var update = (await RunningHost.ReadAsync(response)).GetProperty("updates")[0];
        Assert.Equal("refused", update.GetProperty("status").GetString());
        Assert.Equal("e", update.GetProperty("eventId").GetString());
        Assert.Equal("""{"firstName":["a","b"]}""", update.GetProperty("patch").GetRawText());
        Assert.Equal(["/subscription"], update.GetProperty("notFound").EnumerateArray().Select(pointer => pointer.GetString()));
        Assert.Equal(["/contactId"], update.GetProperty("errors").EnumerateArray().Select(error => error.GetProperty("pointer").GetString()));
        Assert.Equal(404, (int)nothing.StatusCode);
    }

    [Theory]
    [InlineData(-31, "/occurredAt")]
    [InlineData(1, "/occurredAt")]
    [InlineData(null, "/occurredAt")]
    [InlineData(-29, null)]
    public async Task Dry_run_refuses_what_the_call_refuses(int? days, string? pointer)
    {
        var time = days is { } number ? Host.Time.GetUtcNow().AddDays(number).ToString("O") : "some day";
        var body = $$"""{"id":"e","contact":"7","name":"Ada","at":"{{time}}"}""";

        using var dry = await PostAsync(Dated + "?dryRun=true", body, masterKey: "dev-admin");
        using var real = await PostAsync(Dated, body);

        Assert.Equal(pointer is null ? (200, 202) : (422, 422), ((int)dry.StatusCode, (int)real.StatusCode));
        var shown = await RunningHost.ReadAsync(dry);
        var update = shown.GetProperty("updates")[0];
        Assert.Equal("""{"firstName":"Ada"}""", update.GetProperty("patch").GetRawText());
        if (pointer is null)
        {
            Assert.Equal(Host.Time.GetUtcNow().AddDays(days!.Value), update.GetProperty("request").GetProperty("version").GetDateTimeOffset());
            return;
        }

        var refusal = await RunningHost.ReadAsync(real);
        Assert.Equal(pointer, Assert.Single(shown.GetProperty("errors").EnumerateArray()).GetProperty("pointer").GetString());
        Assert.Equal("refused", update.GetProperty("status").GetString());
        foreach (var name in new[] { "type", "detail", "errors" })
        {
            Assert.Equal(refusal.GetProperty(name).GetRawText(), shown.GetProperty(name).GetRawText());
        }
    }

    [Fact]
    public async Task Dry_run_says_that_an_event_came_before_be_it_the_same_or_another()
    {
        const string Body = """{"id":"e","contact":"7","name":"Ada"}""";
        using var real = await PostAsync(Hook, Body);

        using var same = await PostAsync(Hook + "?dryRun=true", Body, masterKey: "dev-admin");
        using var another = await PostAsync(Hook + "?dryRun=true", Body.Replace("Ada", "Grace", StringComparison.Ordinal), masterKey: "dev-admin");

        Assert.Equal((202, 200, 422), ((int)real.StatusCode, (int)same.StatusCode, (int)another.StatusCode));
        var rules = (await RunningHost.ReadAsync(same)).GetProperty("updates")[0].GetProperty("request").GetProperty("rules");
        Assert.StartsWith("It was accepted before", rules[0].GetString(), StringComparison.Ordinal);
        Assert.Equal(["/idempotencyKey"], await FiveCallsTests.PointersAsync(another));
    }

    [Fact]
    public async Task Dry_run_for_a_full_mailbox_says_so()
    {
        await FillAsync("acme-bearer", "9");

        using var response = await PostAsync(Hook + "?dryRun=true", """{"contact":"9","name":"Ada"}""", masterKey: "dev-admin");

        Assert.Equal(429, (int)response.StatusCode);
    }

    [Fact]
    public async Task Webhook_says_which_mapped_fields_it_held_nothing_for_and_so_does_its_status()
    {
        using var response = await PostAsync(Dated, """{"contact":"7","name":"Ada"}""");
        using var nothing = await PostAsync(Dated, """{"contact":"7"}""");

        var accepted = await RunningHost.ReadAsync(response);
        Assert.Equal("""["/lastName"]""", accepted.GetProperty("notFound").GetRawText());
        Assert.Equal("""["/firstName","/lastName"]""", (await RunningHost.ReadAsync(nothing)).GetProperty("notFound").GetRawText());
        Assert.Equal("""["/lastName"]""", (await Host.SettledAsync(response.Headers.Location!)).GetProperty("notFound").GetRawText());
    }

    [Fact]
    public async Task Webhook_without_a_content_type_is_read_as_what_it_looks_like()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Hook) { Content = new ByteArrayContent("""{"contact":"7","name":"Ada"}"""u8.ToArray()) };
        using var response = await Host.Client.SendAsync(request, Token);
        using var curl = await PostAsync(Hook, """{"contact":"7","name":"Ada"}""", "application/x-www-form-urlencoded");

        Assert.Equal((202, 202), ((int)response.StatusCode, (int)curl.StatusCode));
    }

    [Theory]
    [InlineData("""[{"objectId":7,"eventId":1,"propertyName":"firstname","propertyValue":"A"},{"eventId":2,"propertyName":"firstname","propertyValue":"A"},{"objectId":7,"eventId":3}]""", 202, "accepted refused nothing to do")]
    [InlineData("""[{"eventId":2,"propertyName":"firstname","propertyValue":"A"},{"objectId":7,"eventId":3}]""", 422, "refused nothing to do")]
    [InlineData("""[{"objectId":7,"eventId":3}]""", 200, "nothing to do")]
    [InlineData("[]", 200, "")]
    [InlineData("""[{"objectId":8,"eventId":1,"propertyName":"firstname","propertyValue":"A"},{"objectId":9,"eventId":2,"propertyName":"firstname","propertyValue":"A"}]""", 503, "accepted not now")]
    public async Task Webhook_of_several_events_is_answered_for_each(string body, int status, string results)
    {
        await FillAsync("acme-hubspot", "9");
        var sample = new SampleHook("hubspot") { Body = Encoding.UTF8.GetBytes(body) };
        using var request = sample.Request(Host.Time.GetUtcNow());

        using var response = await Host.Client.SendAsync(request, Token);

        var answer = await RunningHost.ReadAsync(response);
        Assert.Equal(results, string.Join(' ', answer.GetProperty("results").EnumerateArray().Select(result => result.GetProperty("status").GetString())));
        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal(status == 503, response.Headers.RetryAfter is not null);
    }

    [Fact]
    public async Task Webhook_for_a_full_mailbox_is_to_come_again_later()
    {
        await FillAsync("acme-bearer", "9");

        using var response = await PostAsync(Hook, """{"contact":"9","name":"Ada"}""");

        Assert.Equal(429, (int)response.StatusCode);
        Assert.Equal(TimeSpan.FromMinutes(1), response.Headers.RetryAfter!.Delta);
    }

    /// <summary>Fills a mailbox with updates that are not due.</summary>
    private async Task FillAsync(string tenant, string contact)
    {
        var now = Host.Time.GetUtcNow();
        var mailbox = Mailbox.Empty;
        for (var i = 0; ; i++)
        {
            var update = new NewUpdate
            {
                Id = $"u{i}",
                Changes = new([new("firstName", FieldValue.Text("A"))]),
                DeliverAt = now + TimeSpan.FromDays(1),
                BodyHash = $"b{i}",
            };
            var accepted = Accepting.Accept(mailbox, update, new BatchRules([], false), now);
            if (accepted.Outcome == AcceptOutcome.Full)
            {
                break;
            }

            mailbox = accepted.Mailbox;
        }

        await Host.Services.GetRequiredService<IMailboxStore>().SaveAsync(await Host.KeyAsync(tenant, contact), mailbox, null, null, Token);
    }
}
