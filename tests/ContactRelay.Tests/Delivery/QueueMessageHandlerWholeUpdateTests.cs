using ContactRelay.Delivery;
using ContactRelay.Intake;
using ContactRelay.Mailboxes;
using ContactRelay.Tests.Mailboxes;
using Xunit;

namespace ContactRelay.Tests.Delivery;

/// <summary>What becomes of a message that brings a whole update.</summary>
public sealed class QueueMessageHandlerWholeUpdateTests : IAsyncDisposable
{
    private const string Start = """{"tenant":"acme","contactId":"1","changes":{"firstName":"Ada"}""";
    private const string Ghost = """{"tenant":"ghost","contactId":"1","changes":{"firstName":"Ada"}""";

    private readonly HandlerUnderTest _handler = new();

    private RelayUnderTest Relay => _handler.Relay;

    /// <summary>A mailbox with an update that could be delivered at once.</summary>
    private Mailbox Pending => Mailbox.Empty.Accept(Given.Update("a", Given.Fields(("firstName", "Bea"))), Relay.Now).Mailbox;

    public ValueTask DisposeAsync() => _handler.DisposeAsync();

    [Theory]
    [InlineData("", -60)]
    [InlineData(",\"insertedAt\":\"2026-01-31T11:50:00Z\"", -600)]
    [InlineData(",\"insertedAt\":\"2026-01-31T12:00:00Z\"", -60)]
    public async Task Update_is_as_old_as_its_message_or_older_where_it_says_so(string more, int seconds)
    {
        await _handler.HandleAsync(Start + more + "}", Relay.Now.AddMinutes(-1));

        var settled = Assert.Single((await Relay.MailboxAsync("1")).Settled);
        Assert.Equal(UpdateStatus.Delivered, settled.Status);
        Assert.Equal(Relay.Now.AddSeconds(seconds).ToUnixTimeMilliseconds(), settled.Detail!.Version.UnixMs);
        Assert.Empty(_handler.Sent);
    }

    [Theory]
    [InlineData("", "message-1")]
    [InlineData(",\"idempotencyKey\":\"mine\"", "mine")]
    public async Task Update_without_a_key_has_its_messages_id_for_one(string more, string key)
    {
        await _handler.HandleAsync(Start + more + "}");

        Assert.Equal(UpdateHash.OfKey(key), Assert.Single((await Relay.MailboxAsync("1")).Settled).KeyHash);
    }

    [Theory]
    [InlineData(false, QueueNames.Updates)]
    [InlineData(true, QueueNames.BulkUpdates)]
    public async Task Update_of_later_is_woken_on_the_queue_that_it_came_on(bool isBulk, string queue)
    {
        await _handler.HandleAsync(
            $$"""{{Start}},"deliverAt":"2026-01-31T13:00:00Z","traceparent":"{{HandlerUnderTest.TraceParent}}"}""", isBulk: isBulk);

        Assert.Equal(isBulk, Assert.Single((await Relay.MailboxAsync("1")).Pending).IsBulk);
        Assert.Equal(
            (queue, $$"""{"tenant":"acme","contactId":"1","traceparent":"{{HandlerUnderTest.TraceParent}}"}""", TimeSpan.FromHours(1)),
            Assert.Single(_handler.Sent));
    }

    [Theory]
    [InlineData("", 1, 30)]
    [InlineData(",\"tries\":5", 6, 600)]
    public async Task Update_for_no_tenant_is_sent_again_at_first(string more, int tries, int seconds)
    {
        // With something pending, so that whoever went on would send a wake-up too.
        await _handler.PutAsync(Pending, tenant: "ghost");

        await _handler.HandleAsync(Ghost + more + "}");

        Assert.Equal(
            (QueueNames.Updates,
                $$"""{{Ghost}},"idempotencyKey":"message-1","insertedAt":"2026-01-31T12:00:00+00:00","tries":{{tries}}}""",
                TimeSpan.FromSeconds(seconds)),
            Assert.Single(_handler.Sent));
        Assert.Null(await _handler.BuriedAsync("ghost"));
    }

    [Fact]
    public async Task Update_for_no_tenant_is_a_dead_letter_after_the_last_try()
    {
        await _handler.PutAsync(Pending, tenant: "ghost");

        await _handler.HandleAsync(Ghost + ",\"tries\":6}");

        var letter = await _handler.BuriedAsync("ghost");
        Assert.Equal(("There is no such tenant.", "1", DeadLetter.Invalid), (letter?.Reason, letter?.ContactId, letter?.Kind));
        Assert.Empty(_handler.Sent);
    }

    [Fact]
    public async Task Update_for_a_full_mailbox_is_sent_again()
    {
        var first = Assert.Single(Pending.Pending);
        await _handler.PutAsync(Mailbox.Empty with
        {
            Sequence = Accepting.MaxPending,
            Pending = [.. Enumerable.Range(1, Accepting.MaxPending).Select(i => first with { Id = $"a{i}", Version = new(first.Version.UnixMs, i) })],
        });

        await _handler.HandleAsync(Start + "}");

        Assert.Equal(TimeSpan.FromSeconds(30), Assert.Single(_handler.Sent).Delay);
        Assert.Equal(1, QueueMessageReader.Read(_handler.Sent[0].Text).Tries);
        Assert.Equal(Accepting.MaxPending, (await Relay.MailboxAsync("1")).Pending.Length);
        Assert.Empty(Relay.Provider.Requests);
    }

    [Fact]
    public async Task Update_for_a_mailbox_that_never_stands_still_is_sent_again()
    {
        await _handler.PutAsync(Pending);
        _handler.Mailboxes.Conflicts = 20;

        await _handler.HandleAsync(Start + "}");

        Assert.Equal(TimeSpan.FromSeconds(30), Assert.Single(_handler.Sent).Delay);
        Assert.Equal(["a"], (await Relay.MailboxAsync("1")).Pending.Ids());
        Assert.Empty(Relay.Provider.Requests);
    }

    [Fact]
    public async Task Update_whose_key_was_used_is_a_dead_letter_and_nothing_more()
    {
        var id = await Relay.AcceptAsync("1", Given.Fields(("firstName", "Bea")), new() { IdempotencyKey = "mine" });

        await _handler.HandleAsync(Start + ",\"idempotencyKey\":\"mine\"}");

        var letter = await _handler.BuriedAsync();
        Assert.Equal(("The idempotency key was used for another update.", "1"), (letter?.Reason, letter?.ContactId));
        Assert.Equal([id], (await Relay.MailboxAsync("1")).Pending.Ids());
        Assert.Empty(Relay.Provider.Requests);
    }

    [Fact]
    public async Task Update_from_before_the_contact_was_erased_is_a_dead_letter_without_the_contact()
    {
        var erased = Erasing.Erase(Mailbox.Empty, Relay.Now.AddHours(-1));
        await _handler.PutAsync(erased.Accept(Given.Update("a", Given.Fields(("firstName", "Bea"))), Relay.Now).Mailbox);

        await _handler.HandleAsync(Start + ",\"occurredAt\":\"2026-01-31T10:00:00Z\"}");

        var letter = await _handler.BuriedAsync();
        Assert.NotNull(letter);
        Assert.Equal("The contact was erased after the time that these values are from.", letter.Reason);
        Assert.Null(letter.ContactId);
        Assert.Equal(["a"], (await Relay.MailboxAsync("1")).Pending.Ids());
        Assert.Empty(Relay.Provider.Requests);
    }

    [Fact]
    public async Task Update_that_is_refused_is_a_dead_letter_with_all_that_is_wrong()
    {
        await _handler.PutAsync(Pending);

        await _handler.HandleAsync(Start + ",\"occurredAt\":\"2025-01-01T00:00:00Z\",\"deliverAt\":\"2025-01-01T00:00:00Z\"}");

        var letter = await _handler.BuriedAsync();
        Assert.Equal(
            "/occurredAt: Must be at most 5 minutes ahead and 30 days ago. /deliverAt: Must be in the future, and at most a year ahead.",
            letter?.Reason);
        Assert.Equal("1", letter?.ContactId);
        Assert.Equal(["a"], (await Relay.MailboxAsync("1")).Pending.Ids());
        Assert.Empty(Relay.Provider.Requests);
        Assert.Empty(_handler.Sent);
    }
}
