using System.Text;
using ContactRelay.Delivery;
using ContactRelay.LocalHost.Storage;
using ContactRelay.Mailboxes;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ContactRelay.Tests.LocalHost;

/// <summary>Many updates in one call.</summary>
public sealed class BatchTests : IAsyncLifetime
{
    private const string Path = "/api/tenants/demo-kulea/updates";

    private RunningHost _host = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _host = await RunningHost.StartAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task Batch_of_500_with_every_fifth_bad_delivers_the_others()
    {
        var items = Enumerable.Range(0, 500).Select(i => i % 5 == 4
            ? $$$"""{"contactId":"c{{{i}}}","changes":{"email":"a@example.com"}}"""
            : $$$"""{"contactId":"c{{{i}}}","changes":{"firstName":"N{{{i}}}"}}""");

        using var response = await PostAsync($"[{string.Join(',', items)}]");

        Assert.Equal(202, (int)response.StatusCode);
        var answer = await RunningHost.ReadAsync(response);
        Assert.Equal((400, 100), (answer.GetProperty("accepted").GetInt32(), answer.GetProperty("refused").GetInt32()));
        foreach (var (i, result) in answer.GetProperty("results").EnumerateArray().Index())
        {
            if (i % 5 == 4)
            {
                Assert.Equal("/changes/email", Assert.Single(result.GetProperty("problem").GetProperty("errors").EnumerateArray()).GetProperty("pointer").GetString());
            }
            else
            {
                var update = await _host.SettledAsync(new(result.GetProperty("statusUrl").GetString()!));
                Assert.Equal("delivered", update.GetProperty("status").GetString());
                Assert.Equal($"N{i}", _host.Sandbox.Contact("kulea", $"c{i}")!.Values.GetProperty("forename").GetString());
            }
        }

        Assert.Equal(400, _host.Sandbox.Requests("kulea").Count);
    }

    [Fact]
    public async Task Items_of_one_contact_become_one_save_and_one_call()
    {
        using var response = await PostAsync(
            """
            {"contactId":"7","changes":{"firstName":"A","lastName":"X"}}
            {"contactId":"7","changes":{"firstName":"B"}}
            {"contactId":"7","changes":{"firstName":"C"}}
            """, "application/x-ndjson");

        var results = (await RunningHost.ReadAsync(response)).GetProperty("results").EnumerateArray().ToArray();
        var first = await _host.SettledAsync(new(results[0].GetProperty("statusUrl").GetString()!));
        var second = await _host.SettledAsync(new(results[1].GetProperty("statusUrl").GetString()!));

        Assert.Equal(("delivered", "superseded"), (first.GetProperty("status").GetString(), second.GetProperty("status").GetString()));
        var call = Assert.Single(_host.Sandbox.Requests("kulea"));
        Assert.Equal("""{"forename":"C","surname":"X"}""", Encoding.UTF8.GetString(call.Body.Span));

        // One save to accept, one to take the lease, one to settle.
        Assert.Equal("3", (await LoadAsync("7")).ETag);
    }

    [Fact]
    public async Task Key_that_comes_twice_in_a_batch_and_again_after_it_is_one_update()
    {
        const string Item = """{"contactId":"7","changes":{"firstName":"A"},"idempotencyKey":"k"}""";
        using var response = await PostAsync($"[{Item},{Item}]");
        using var again = await PostAsync($"[{Item}]");
        using var single = await _host.PatchAsync("demo-kulea", "7", """{"firstName":"A"}""", "k");

        var results = (await RunningHost.ReadAsync(response)).GetProperty("results");
        var id = results[0].GetProperty("updateId").GetString();
        Assert.False(results[0].TryGetProperty("replayed", out _));
        Assert.Equal((id, true), (results[1].GetProperty("updateId").GetString(), results[1].GetProperty("replayed").GetBoolean()));
        Assert.Equal(id, (await RunningHost.ReadAsync(again)).GetProperty("results")[0].GetProperty("updateId").GetString());
        Assert.Equal(id, (await RunningHost.ReadAsync(single)).GetProperty("updateId").GetString());
    }

    [Fact]
    public async Task Wake_ups_of_a_batch_go_on_the_bulk_queue_unless_something_else_is_pending()
    {
        // Scheduled, so that the wake-ups can be looked at.
        var at = (_host.Time.GetUtcNow() + TimeSpan.FromHours(1)).ToString("O");
        using var bulk = await PostAsync($$$"""[{"contactId":"7","changes":{"firstName":"A"},"deliverAt":"{{{at}}}"},{"contactId":"8","changes":{"firstName":"A"},"deliverAt":"{{{at}}}"}]""");
        Assert.Equal([QueueNames.BulkUpdates, QueueNames.BulkUpdates], Queues());

        await _host.AcceptAsync("demo-kulea", "7", """{"firstName":"B"}""", $"?deliverAt={Uri.EscapeDataString(at)}");
        using var more = await PostAsync($$$"""[{"contactId":"7","changes":{"firstName":"C"},"deliverAt":"{{{at}}}"}]""");

        Assert.Equal([QueueNames.BulkUpdates, QueueNames.BulkUpdates, QueueNames.Updates, QueueNames.Updates], Queues());
        string[] Queues() => [.. _host.Services.GetRequiredService<EmbeddedQueue>().List().Select(waiting => waiting.Message).OrderBy(message => message.Seq).Select(message => message.Queue)];
    }

    [Theory]
    [InlineData("not JSON", "application/json", 400)]
    [InlineData("{}", "application/json", 422)]
    [InlineData("[]", "text/plain", 415)]
    [InlineData("[]", null, 415)]
    public async Task Body_that_is_no_batch_is_refused_as_a_whole(string body, string? type, int status)
    {
        using var response = await PostAsync(body, type);

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task Body_over_the_limit_is_refused_as_a_whole()
    {
        using var response = await PostAsync($"[{new string(' ', 1024 * 1024)}]");

        Assert.Equal(413, (int)response.StatusCode);
    }

    [Fact]
    public async Task Contact_id_that_no_mailbox_can_have_spoils_no_other()
    {
        using var response = await PostAsync($$$"""[{"contactId":"{{{new string('a', 300)}}}","changes":{"firstName":"A"},"idempotencyKey":""},{"contactId":"7","changes":{"firstName":"A"}}]""");

        var results = (await RunningHost.ReadAsync(response)).GetProperty("results");
        Assert.Equal(
            ["/contactId", "/idempotencyKey"],
            results[0].GetProperty("problem").GetProperty("errors").EnumerateArray().Select(error => error.GetProperty("pointer").GetString()));
        Assert.Equal("accepted", results[1].GetProperty("status").GetString());
    }

    private async Task<LoadedMailbox> LoadAsync(string contact) =>
        await _host.Services.GetRequiredService<IMailboxStore>().LoadAsync(await _host.KeyAsync("demo-kulea", contact), Token);

    private Task<HttpResponseMessage> PostAsync(string body, string? type = "application/json")
    {
        var content = new StringContent(body);
        content.Headers.ContentType = type is null ? null : new(type);
        return _host.Client.PostAsync(Path, content, Token);
    }
}
