using System.Text;
using System.Text.Json;
using ContactRelay.Delivery;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ContactRelay.Tests.LocalHost;

/// <summary>What becomes of messages on the queue and on its poison queue.</summary>
public sealed class QueueMessageTests : IAsyncLifetime
{
    private const int PollsForACall = 500;
    private const string Contact = "/api/tenants/demo-kulea/contacts/7";
    private const string WholeUpdate = """{"tenant":"demo-kulea","contactId":"7","changes":{"firstName":"A"},"idempotencyKey":"k"}""";

    private RunningHost _host = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _host = await RunningHost.StartAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task Whole_update_is_accepted_once_and_delivered_whether_plain_or_in_base64()
    {
        await SendAsync(QueueNames.Updates, Convert.ToBase64String(Encoding.UTF8.GetBytes(WholeUpdate)));
        await SendAsync(QueueNames.Updates, WholeUpdate);

        var mailbox = await MailboxUntilAsync(found => found.GetProperty("settled").TryGetProperty("delivered", out _));

        Assert.Equal(1, mailbox.GetProperty("accepted").GetInt64());
        Assert.Equal("A", _host.Sandbox.Contact("kulea", "7")!.Values.GetProperty("forename").GetString());
    }

    [Theory]
    [InlineData(QueueNames.Updates)]
    [InlineData(QueueNames.BulkUpdates)]
    public async Task Same_update_enqueued_ten_times_is_one(string queue)
    {
        for (var i = 0; i < 10; i++)
        {
            await SendAsync(queue, WholeUpdate);
        }

        var mailbox = await MailboxUntilAsync(found => found.GetProperty("settled").TryGetProperty("delivered", out _));
        for (var polls = 1; await WaitingAsync() > 0; polls++)
        {
            // Those that found it leased have sent wake-ups for the lease's end.
            _host.Time.Advance(polls % PollsForACall == 0 ? TimeSpan.FromMinutes(1) : TimeSpan.Zero);
            await Task.Yield();
        }

        Assert.Equal(1, (await MailboxUntilAsync(_ => true)).GetProperty("accepted").GetInt64());
        Assert.Equal(mailbox.GetProperty("settledUpdates").GetRawText(), (await MailboxUntilAsync(_ => true)).GetProperty("settledUpdates").GetRawText());
        Assert.Single(_host.Sandbox.Requests("kulea"));
    }

    [Theory]
    [InlineData("not JSON", "not JSON", "(8 characters)")]
    [InlineData("""{"tenant":"demo-kulea","contactId":"7","changes":{"email":"ada@example.com"}}""", "/email", "(String)")]
    [InlineData("""{"tenant":"nobody","contactId":"7","changes":{"firstName":"Ada"}}""", "no such tenant", "(String)")]
    [InlineData("""{"tenant":"demo-kulea","contactId":"7","changes":{"firstName":"Ada"},"occurredAt":"0001-01-01T00:00:00Z","insertedAt":"0001-01-01T00:00:00Z","deliverAt":"9999-01-01T00:00:00Z"}""", "/deliverAt", "(String)")]
    public async Task Message_that_is_no_update_ends_in_the_dead_letters_without_its_values(string text, string reason, string shape)
    {
        await SendAsync(QueueNames.Updates, text);

        var letter = await DeadLetterAsync();

        Assert.Equal("invalid", letter.Kind);
        Assert.Contains(reason, letter.Reason, StringComparison.Ordinal);
        Assert.Contains(shape, letter.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("ada", letter.Text, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Poison_whole_update_is_stored_and_woken_later()
    {
        var start = _host.Time.GetUtcNow();
        await SendAsync(QueueNames.UpdatesPoison, WholeUpdate);
        await MailboxUntilAsync(found => found.GetProperty("pending").GetInt32() == 1);

        await MailboxUntilAsync(found => found.GetProperty("pending").GetInt32() == 0, moveBy: TimeSpan.FromMinutes(1));

        // The minute's timer need not wait for the ten minutes of its own wake-up.
        Assert.True(_host.Time.GetUtcNow() - start >= OverdueWakeUps.Patience);
        Assert.Single(_host.Sandbox.Requests("kulea"));
    }

    [Fact]
    public async Task Poison_whole_update_that_became_due_while_it_failed_is_stored()
    {
        var due = _host.Time.GetUtcNow().AddMinutes(-30);

        await SendAsync(QueueNames.UpdatesPoison, WholeUpdate.Replace("\"idempotencyKey\"", $"\"deliverAt\":\"{due:O}\",\"idempotencyKey\"", StringComparison.Ordinal));

        await MailboxUntilAsync(found => found.GetProperty("pending").GetInt32() == 1);
    }

    [Fact]
    public async Task Poison_copy_of_an_update_that_is_stored_already_is_not_stored_again()
    {
        const string Keyless = """{"tenant":"demo-kulea","contactId":"7","changes":{"firstName":"A"}}""";
        await SendAsync(QueueNames.Updates, Keyless);
        await MailboxUntilAsync(found => found.GetProperty("settled").TryGetProperty("delivered", out _));
        await _host.SettledAsync(await _host.AcceptAsync("demo-kulea", "7", """{"firstName":"B"}"""));

        await SendAsync(QueueNames.UpdatesPoison, Keyless);
        await SendAsync(QueueNames.UpdatesPoison, "not JSON");
        await DeadLetterAsync();

        var mailbox = await MailboxUntilAsync(_ => true);
        Assert.Equal(2, mailbox.GetProperty("accepted").GetInt64());
        Assert.Equal("B", _host.Sandbox.Contact("kulea", "7")!.Values.GetProperty("forename").GetString());
    }

    [Fact]
    public async Task Poison_message_that_is_no_update_ends_in_the_dead_letters()
    {
        await SendAsync(QueueNames.UpdatesPoison, "not JSON");

        Assert.Equal("invalid", (await DeadLetterAsync()).Kind);
    }

    private Task SendAsync(string queue, string text) => _host.EnqueueAsync(text, queue);

    private async Task<int> WaitingAsync() =>
        (await _host.Services.GetRequiredService<IBacklogReader>().ReadAsync(Token)).Queues.Values.Sum();

    private async Task<DeadLetter> DeadLetterAsync() => (await _host.DeadLettersAsync(1))[0];

    private async Task<JsonElement> MailboxUntilAsync(Func<JsonElement, bool> isSo, TimeSpan moveBy = default)
    {
        for (var polls = 1; ; polls++)
        {
            using var response = await _host.Client.GetAsync(Contact, Token);
            if (response.IsSuccessStatusCode && await RunningHost.ReadAsync(response) is var mailbox && isSo(mailbox))
            {
                return mailbox;
            }

            // Not faster than a call takes, or its time-out would come before its answer.
            _host.Time.Advance(polls % PollsForACall == 0 ? moveBy : TimeSpan.Zero);
        }
    }
}
