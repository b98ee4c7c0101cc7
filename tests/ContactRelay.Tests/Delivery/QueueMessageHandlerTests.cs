using System.Diagnostics;
using ContactRelay.Contacts;
using ContactRelay.Delivery;
using ContactRelay.Mailboxes;
using ContactRelay.Storage;
using ContactRelay.Tests.Telemetry;
using Microsoft.Extensions.Logging;
using Xunit;

namespace ContactRelay.Tests.Delivery;

/// <summary>What becomes of each message of the queue.</summary>
public sealed class QueueMessageHandlerTests : IAsyncDisposable
{
    private readonly HandlerUnderTest _handler = new();

    private RelayUnderTest Relay => _handler.Relay;

    public ValueTask DisposeAsync() => _handler.DisposeAsync();

    [Fact]
    public async Task Wake_up_delivers_what_is_pending()
    {
        var id = await Relay.AcceptAsync("1");

        await Relay.HandleAllAsync();

        Assert.Equal(UpdateStatus.Delivered, (await Relay.MailboxAsync("1")).FindSettled(id)?.Status);
        Assert.Equal("/rest/api/users/1", Assert.Single(Relay.Provider.Requests).Path);
    }

    [Fact]
    public async Task Wake_up_of_what_is_due_later_is_sent_on_with_its_trace()
    {
        await Relay.AcceptAsync("1", options: new() { DeliverAt = Relay.Now.AddHours(1) });
        var text = $$"""{"tenant":"acme","contactId":"1","traceparent":"{{HandlerUnderTest.TraceParent}}"}""";

        // What goes on around it is another trace, which must not take the message's place.
        using (new Activity("around").Start())
        {
            await _handler.HandleAsync(text);
        }

        Assert.Equal((QueueNames.Updates, text, TimeSpan.FromHours(1)), Assert.Single(_handler.Sent));
        Assert.Empty(Relay.Provider.Requests);
    }

    [Fact]
    public async Task Wake_up_without_a_trace_is_sent_on_with_that_of_its_handling()
    {
        await Relay.AcceptAsync("1", options: new() { DeliverAt = Relay.Now.AddHours(1) });
        using var around = new Activity("around").Start();

        await _handler.HandleAsync("""{"tenant":"acme","contactId":"1"}""");

        var sent = QueueMessageReader.Read(Assert.Single(_handler.Sent).Text);
        Assert.StartsWith($"00-{around.TraceId}-", sent.TraceParent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Message_that_is_no_update_is_a_dead_letter_with_its_shape()
    {
        await _handler.HandleAsync("""{"tenant":"acme","contactId":"7","changes":{"firstName":"Ada"},"occurredAt":5}""");

        Assert.Equal(
            new DeadLetter
            {
                Tenant = "acme",
                Id = "message-1",
                ContactId = "7",
                At = Relay.Now,
                Kind = DeadLetter.Invalid,
                Reason = "/occurredAt: " + Rfc3339.Expected,
                Text = """{"tenant":"(String)","contactId":"(String)","changes":{"firstName":"(String)"},"occurredAt":"(Number)"}""",
                Message = """{"tenant":"acme","contactId":"7","changes":{"firstName":"Ada"},"occurredAt":5}""",
                InsertedAt = Relay.Now,
            },
            await _handler.BuriedAsync());
        Assert.Contains((LogLevel.Error, 13, "acme message message-1 is not an update; it is in the dead letters"), Relay.Log.Lines);
        Assert.Empty(_handler.Sent);
    }

    [Fact]
    public async Task Message_that_names_no_tenant_is_a_dead_letter_of_none()
    {
        await _handler.HandleAsync("hello");

        var letter = await _handler.BuriedAsync("");
        Assert.Equal(("", null, "The message is not JSON: line 1, byte 1."), (letter?.Tenant, letter?.ContactId, letter?.Reason));
        Assert.Contains((LogLevel.Error, 13, "(no tenant) message message-1 is not an update; it is in the dead letters"), Relay.Log.Lines);
    }

    [Fact]
    public async Task Message_whose_tenant_is_no_id_does_not_bring_that_into_the_log()
    {
        await _handler.HandleAsync("""{"tenant":"Ada Lovelace","contactId":"7","changes":{"nonsense":1}}""");

        Assert.NotNull(await _handler.BuriedAsync(""));
        Assert.Contains((LogLevel.Error, 13, "(no tenant) message message-1 is not an update; it is in the dead letters"), Relay.Log.Lines);
        Assert.DoesNotContain(Relay.Log.Lines, line => line.Words.Contains("Lovelace", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Storage_away_is_logged_and_marks_the_span()
    {
        using var spans = new RecordedSpans();
        _handler.Mailboxes.IsAway = true;

        await _handler.HandleAsync($$"""{"tenant":"acme","contactId":"1","traceparent":"{{spans.TraceParent}}"}""");

        Assert.Contains((LogLevel.Warning, 11, "The storage is away; the message was sent again"), Relay.Log.Lines);
        var span = Assert.Single(spans.Of(ActivityKind.Consumer));
        Assert.Equal(ActivityStatusCode.Error, span.Status);
        Assert.Equal(typeof(StorageUnavailableException).FullName, span.GetTagItem("error.type"));
        Assert.Equal(
            (QueueNames.Updates, $$"""{"tenant":"acme","contactId":"1","tries":1,"traceparent":"{{spans.TraceParent}}"}""", TimeSpan.FromSeconds(30)),
            Assert.Single(_handler.Sent));
    }

    [Theory]
    [InlineData(1, 60)]
    [InlineData(2, 120)]
    [InlineData(4, 480)]
    [InlineData(5, 600)]
    [InlineData(2_000_000_000, 600)]
    public async Task Storage_away_waits_longer_and_longer(int tries, int seconds)
    {
        _handler.Mailboxes.IsAway = true;

        await _handler.HandleAsync($$"""{"tenant":"acme","contactId":"1","tries":{{tries}}}""");

        Assert.Equal(
            (QueueNames.Updates, $$"""{"tenant":"acme","contactId":"1","tries":{{tries + 1}}}""", TimeSpan.FromSeconds(seconds)),
            Assert.Single(_handler.Sent));
    }

    [Fact]
    public async Task Storage_away_sends_an_update_again_with_its_key_and_time_on_its_own_queue()
    {
        _handler.Mailboxes.IsAway = true;

        await _handler.HandleAsync(
            """{"tenant":"acme","contactId":"1","changes":{"firstName":"Ada"}}""", Relay.Now.AddMinutes(-5), isBulk: true);

        Assert.Equal(
            (QueueNames.BulkUpdates,
                """{"tenant":"acme","contactId":"1","changes":{"firstName":"Ada"},"idempotencyKey":"message-1","insertedAt":"2026-01-31T11:55:00+00:00","tries":1}""",
                TimeSpan.FromSeconds(30)),
            Assert.Single(_handler.Sent));
    }

    [Fact]
    public async Task Storage_away_sends_what_is_no_update_again_as_it_was()
    {
        _handler.DeadLetters.IsAway = true;

        await _handler.HandleAsync("hello");

        Assert.Equal((QueueNames.Updates, "hello", TimeSpan.FromSeconds(30)), Assert.Single(_handler.Sent));
    }
}
