using ContactRelay.Delivery;
using ContactRelay.Intake;
using ContactRelay.Mailboxes;
using ContactRelay.Tests.Mailboxes;
using Microsoft.Extensions.Logging;
using Xunit;

namespace ContactRelay.Tests.Delivery;

/// <summary>What becomes of a message that failed too often.</summary>
public sealed class QueueMessageHandlerPoisonTests : IAsyncDisposable
{
    private const string WakeUp = """{"tenant":"acme","contactId":"1"}""";
    private const string Ada = """{"tenant":"acme","contactId":"1","changes":{"firstName":"Ada"}}""";

    private static readonly TimeSpan TenMinutes = TimeSpan.FromMinutes(10);

    private readonly HandlerUnderTest _handler = new();

    private RelayUnderTest Relay => _handler.Relay;

    public ValueTask DisposeAsync() => _handler.DisposeAsync();

    [Fact]
    public async Task Poison_wake_up_of_what_is_pending_is_logged_and_sent_again_later()
    {
        await Relay.AcceptAsync("1");
        var text = $$"""{"tenant":"acme","contactId":"1","traceparent":"{{HandlerUnderTest.TraceParent}}"}""";

        await _handler.HandlePoisonAsync(text);

        Assert.Contains((LogLevel.Error, 12, "Message message-1 failed too often and came to the poison queue"), Relay.Log.Lines);
        Assert.Equal((QueueNames.Updates, text, TenMinutes), Assert.Single(_handler.Sent));
        Assert.Empty(Relay.Provider.Requests);
    }

    [Fact]
    public async Task Poison_wake_up_of_nothing_is_over()
    {
        await _handler.HandlePoisonAsync(WakeUp);

        Assert.Empty(_handler.Sent);
    }

    [Fact]
    public async Task Poison_that_is_no_update_is_a_dead_letter_and_no_wake_up()
    {
        await Relay.AcceptAsync("1");

        await _handler.HandlePoisonAsync("""{"tenant":"acme","contactId":"1","tries":-1}""");
        Assert.Equal("/tries: Must be a whole number.", (await _handler.BuriedAsync())?.Reason);

        await _handler.HandlePoisonAsync("""{"tenant":"acme","contactId":"1","changes":{"firstName":"Ada"},"deliverAt":true}""");
        Assert.StartsWith("/deliverAt: ", (await _handler.BuriedAsync())?.Reason, StringComparison.Ordinal);

        Assert.Empty(_handler.Sent);
    }

    [Fact]
    public async Task Poison_update_is_stored_and_woken_later()
    {
        await _handler.HandlePoisonAsync(Ada, isBulk: true);

        Assert.Equal("Ada", Assert.Single((await Relay.MailboxAsync("1")).Pending).Changes.Text("firstName"));
        Assert.Equal((QueueNames.BulkUpdates, WakeUp, TenMinutes), Assert.Single(_handler.Sent));
        Assert.Empty(Relay.Provider.Requests);
    }

    [Fact]
    public async Task Poison_update_for_no_tenant_is_sent_again_and_no_wake_up()
    {
        await _handler.PutAsync(Mailbox.Empty.Accept(Given.Update("a"), Relay.Now).Mailbox, tenant: "ghost");

        await _handler.HandlePoisonAsync("""{"tenant":"ghost","contactId":"1","changes":{"firstName":"Ada"}}""");

        Assert.Equal(TimeSpan.FromSeconds(30), Assert.Single(_handler.Sent).Delay);
        Assert.Equal(1, QueueMessageReader.Read(_handler.Sent[0].Text).Tries);
    }

    [Fact]
    public async Task Poison_update_that_is_pending_among_others_is_not_stored_twice()
    {
        var first = await Relay.AcceptAsync("1", Given.Fields(("firstName", "Bea")));
        var second = await Relay.AcceptAsync("1", Given.Fields(("firstName", "Ada")));

        await _handler.HandlePoisonAsync(Ada);

        Assert.Equal([first, second], (await Relay.MailboxAsync("1")).Pending.Ids());
        Assert.Equal((QueueNames.Updates, WakeUp, TenMinutes), Assert.Single(_handler.Sent));
    }

    [Fact]
    public async Task Poison_update_with_a_key_of_its_own_is_told_by_that_and_not_by_its_body()
    {
        await Relay.AcceptAsync("1", options: new() { IdempotencyKey = "first" });

        await _handler.HandlePoisonAsync("""{"tenant":"acme","contactId":"1","changes":{"firstName":"Ada"},"idempotencyKey":"first"}""");
        Assert.Single((await Relay.MailboxAsync("1")).Pending);

        await _handler.HandlePoisonAsync("""{"tenant":"acme","contactId":"1","changes":{"firstName":"Ada"},"idempotencyKey":"second"}""");
        Assert.Equal(2, (await Relay.MailboxAsync("1")).Pending.Length);
    }

    [Fact]
    public async Task Poison_update_that_was_settled_lately_is_not_stored_again()
    {
        var age = TimeSpan.FromDays(7) - TimeSpan.FromMilliseconds(1);
        await _handler.PutAsync(Mailbox.Empty with { Settled = [Settled("a", "another", age), Settled("b", HashOf(Ada), age)] });

        await _handler.HandlePoisonAsync(Ada);

        Assert.Empty((await Relay.MailboxAsync("1")).Pending);
        Assert.Empty(_handler.Sent);
    }

    [Fact]
    public async Task Poison_update_that_was_settled_long_ago_is_a_new_one()
    {
        await _handler.PutAsync(Mailbox.Empty with { Settled = [Settled("a", HashOf(Ada), TimeSpan.FromDays(7))] });

        await _handler.HandlePoisonAsync(Ada);

        Assert.Single((await Relay.MailboxAsync("1")).Pending);
        Assert.Equal((QueueNames.Updates, WakeUp, TenMinutes), Assert.Single(_handler.Sent));
    }

    [Fact]
    public async Task Poison_update_unlike_what_was_settled_lately_is_a_new_one()
    {
        await _handler.PutAsync(Mailbox.Empty with { Settled = [Settled("a", "another", TimeSpan.FromHours(1))] });

        await _handler.HandlePoisonAsync(Ada);

        Assert.Single((await Relay.MailboxAsync("1")).Pending);
    }

    [Fact]
    public async Task Poison_update_that_became_due_while_it_failed_is_stored()
    {
        await _handler.HandlePoisonAsync(
            """{"tenant":"acme","contactId":"1","changes":{"firstName":"Ada"},"deliverAt":"2026-01-31T11:00:00Z"}""");

        Assert.Null(Assert.Single((await Relay.MailboxAsync("1")).Pending).DeliverAt);
        Assert.Null(await _handler.BuriedAsync());
    }

    [Fact]
    public async Task Poison_update_of_later_is_stored_for_its_time()
    {
        await _handler.HandlePoisonAsync(
            """{"tenant":"acme","contactId":"1","changes":{"firstName":"Ada"},"deliverAt":"2026-01-31T13:00:00Z"}""");

        Assert.Equal(Relay.Now.AddHours(1), Assert.Single((await Relay.MailboxAsync("1")).Pending).DeliverAt);
    }

    private static string HashOf(string text)
    {
        var update = QueueMessageReader.Read(text).Update!;
        return UpdateHash.OfUpdate(update.Changes, update.Options);
    }

    private SettledUpdate Settled(string id, string hash, TimeSpan age) =>
        new(id, UpdateStatus.Delivered, Relay.Now - age, Relay.Now - age, null, hash, null);
}
