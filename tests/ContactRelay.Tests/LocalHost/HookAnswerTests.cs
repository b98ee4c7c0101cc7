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

        await Host.Services.GetRequiredService<IMailboxStore>().SaveAsync(new(tenant, contact), mailbox, null, null, Token);
    }
}
