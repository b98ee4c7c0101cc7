using ContactRelay.Delivery;
using ContactRelay.Delivery.Gates;
using ContactRelay.Intake;
using ContactRelay.Mailboxes;
using ContactRelay.Storage;
using ContactRelay.Tenants;
using ContactRelay.Tests.Mailboxes;
using Microsoft.Extensions.Logging;
using Xunit;

namespace ContactRelay.Tests.Delivery;

/// <summary>A row whose document is damaged ends as one alert and one dead letter, and holds up nothing else.</summary>
public sealed class UnreadableRowTests : IAsyncDisposable
{
    private const string WakeUp = """{"tenant":"acme","contactId":"9"}""";
    private const string Update = """{"tenant":"acme","contactId":"9","changes":{"firstName":"Ada"}}""";

    private readonly RelayUnderTest _relay = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _relay.DisposeAsync();

    [Theory]
    [InlineData(QueueNames.Updates)]
    [InlineData(QueueNames.UpdatesPoison)]
    [InlineData(QueueNames.BulkUpdates)]
    [InlineData(QueueNames.BulkUpdatesPoison)]
    public async Task Wake_ups_of_a_damaged_mailbox_end_as_one_alert_and_one_dead_letter(string queue)
    {
        await DamageAsync("""{"sequence":1,"pending":[{"id":"a","changes":{"email":"ada@exam""");
        await SendAsync(queue, WakeUp);
        await SendAsync(queue, WakeUp);

        Assert.True(await _relay.HandleAsync(queue) && await _relay.HandleAsync(queue));

        var letter = Assert.Single(await _relay.DeadLettersAsync());
        Assert.Equal((DeadLetter.Invalid, "9", null), (letter.Kind, letter.ContactId, letter.Message));
        Assert.StartsWith("The row of this contact in the table 'mailboxes' cannot be read.", letter.Reason, StringComparison.Ordinal);
        var line = Assert.Single(_relay.Log.Lines, line => line.Id == 14);
        Assert.Equal(LogLevel.Error, line.Level);
        Assert.DoesNotContain("ada@", line.Words, StringComparison.Ordinal);
        _relay.Pass(TimeSpan.FromDays(1));
        Assert.False(await _relay.HandleAsync());
        Assert.False(await _relay.HandleAsync(queue));
    }

    [Theory]
    [InlineData(QueueNames.Updates)]
    [InlineData(QueueNames.UpdatesPoison)]
    public async Task Update_for_a_damaged_mailbox_is_a_dead_letter_that_keeps_it_and_can_be_redriven_after_an_erase(string queue)
    {
        await DamageAsync("");
        await SendAsync(queue, Update);

        Assert.True(await _relay.HandleAsync(queue));

        var letter = Assert.Single(await _relay.DeadLettersAsync());
        Assert.Equal((Update, "9"), (letter.Message, letter.ContactId));
        Assert.Single(_relay.Log.Lines, line => line.Id == 14);
        Assert.False(await _relay.HandleAsync(queue));
    }

    [Fact]
    public async Task Others_are_delivered_although_a_mailbox_is_damaged()
    {
        await DamageAsync("{");
        await SendAsync(QueueNames.Updates, WakeUp);
        await _relay.AcceptAsync("1");

        await _relay.HandleAllAsync();

        Assert.Equal(1, (await _relay.MailboxAsync("1")).Counts[UpdateStatus.Delivered]);
    }

    [Fact]
    public async Task Accept_for_a_damaged_mailbox_says_so_and_an_erase_makes_it_work_again()
    {
        await DamageAsync("[]");
        var tenant = await TenantAsync();
        await Assert.ThrowsAsync<UnreadableRowException>(() => _relay.AcceptAsync("9"));

        Assert.True(await _relay.Get<ContactErasure>().EraseAsync(tenant, "9", Token));

        await _relay.AcceptAsync("9");
        Assert.Single((await _relay.MailboxAsync("9")).Pending);
        Assert.NotNull((await _relay.MailboxAsync("9")).Lease);
        _relay.Pass(TimeSpan.FromMinutes(5));
        await _relay.HandleAllAsync();
        _relay.Pass(TimeSpan.FromMinutes(5));
        await _relay.HandleAllAsync();
        Assert.Equal(1, (await _relay.MailboxAsync("9")).Counts[UpdateStatus.Delivered]);
    }

    [Fact]
    public async Task Batch_says_so_of_the_items_of_a_damaged_mailbox_alone()
    {
        await DamageAsync("null");
        var update = new IncomingUpdate(Given.Fields(("firstName", "Ada")), new());

        var results = await _relay.Get<BatchIntake>().AcceptAsync(
            await TenantAsync(), [new("1", update, null), new("9", update, null), new("2", update, null)], Token);

        Assert.Equal([IntakeOutcome.Accepted, IntakeOutcome.Unreadable, IntakeOutcome.Accepted], results.Select(result => result.Outcome));
    }

    [Fact]
    public async Task Reconciliation_counts_a_damaged_mailbox_and_goes_on()
    {
        await DamageAsync("{");
        await _relay.AcceptAsync("1");
        await _relay.AcceptAsync("99");

        var report = await _relay.Get<Reconciliation>().RunAsync("acme", null, Token);

        Assert.Equal((3, 1, 2), (report.Ledger.Mailboxes, report.Unreadable, report.Ledger.Pending));
        Assert.Equal(3, report.WakeUps);
        Assert.Empty(report.Unbalanced);
    }

    [Fact]
    public async Task Retention_and_summary_go_on_past_a_damaged_mailbox()
    {
        await DamageAsync("{", contact: "0");
        await DamageAsync("{");
        var id = await _relay.AcceptAsync("1");
        await _relay.HandleAllAsync();
        _relay.Pass(TimeSpan.FromDays(40));

        await _relay.Get<Retention>().ApplyAsync(Token);
        var summary = await _relay.Get<ActivityReader>().SummariseAsync("acme", 60, ActivityReader.MaxWaiting, Token);

        Assert.Null((await _relay.MailboxAsync("1")).FindSettled(id));
        Assert.Equal(2, _relay.Log.Lines.Count(line => line.Id == 72));
        Assert.Equal((2, 0), (summary.Pending, summary.Waiting.Count));
    }

    [Fact]
    public async Task Gate_that_is_damaged_is_open_and_replaced()
    {
        await _relay.Storage.ExecuteAsync("INSERT INTO gates (tenant, etag, document, held) VALUES ('acme', 7, ?1, 1)", "{\"hold\":{"u8.ToArray());
        _relay.Tenant("acme", "\"limits\":{\"requestsPerSecond\":5}");
        await _relay.AcceptAsync("1");

        await _relay.HandleAllAsync();
        _relay.Pass(TimeSpan.FromSeconds(10));
        await _relay.HandleAllAsync();

        Assert.Equal(1, (await _relay.MailboxAsync("1")).Counts[UpdateStatus.Delivered]);
        Assert.Contains(_relay.Log.Lines, line => line.Id == 64);
        Assert.Null(await _relay.Get<TenantHolds>().ReadAsync("acme", Token));
        Assert.Empty(await _relay.Get<TenantHolds>().ListAsync(Token));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\"id\":")]
    [InlineData("[]")]
    public async Task Tenant_that_is_damaged_stops_no_other_and_is_repaired_by_storing_it(string document)
    {
        await _relay.Storage.ExecuteAsync("INSERT INTO tenants (id, etag, document) VALUES ('broken', 7, ?1)", System.Text.Encoding.UTF8.GetBytes(document));
        var admin = _relay.Get<TenantAdmin>();

        Assert.Null(await _relay.Get<ITenantDirectory>().FindAsync("broken", Token));
        Assert.Contains("acme", await admin.ListAsync(Token));
        await Assert.ThrowsAsync<UnreadableRowException>(() => admin.FindAsync("broken", Token));
        await Assert.ThrowsAsync<UnreadableRowException>(() => admin.AddCallerAsync("broken", new("website", null, null), Token));
        await _relay.Get<DeadLetterAging>().ApplyAsync(Token);

        var stored = await admin.PutAsync(
            "broken", """{"id":"broken","provider":"kulea","baseUrl":"https://kulea.example","apiKeySecret":"broken-key"}"""u8.ToArray(), Token);

        Assert.Equal(TenantChangeOutcome.Saved, stored.Outcome);
        Assert.NotNull(await _relay.Get<ITenantDirectory>().FindAsync("broken", Token));
    }

    [Fact]
    public async Task Activity_that_is_damaged_is_left_out()
    {
        await _relay.AcceptAsync("1");
        await _relay.HandleAllAsync();
        await _relay.Storage.ExecuteAsync(
            "INSERT INTO activity (tenant, at, id, contact, document) VALUES ('acme', ?1, 'x', '9', ?2)", _relay.Now.ToUnixTimeMilliseconds(), "{"u8.ToArray());

        var rows = await _relay.Storage.Activity.ListAsync(new("acme", DateTimeOffset.UnixEpoch, null, PageSize: 1), Token).ToArrayAsync(Token);

        Assert.Equal("1", Assert.Single(rows).ContactId);
    }

    private async Task<Tenant> TenantAsync() => (await _relay.Get<ITenantDirectory>().FindAsync("acme", Token))!;

    private ValueTask SendAsync(string queue, string text) => _relay.Storage.Queue.SendAsync(queue, text, TimeSpan.Zero, Token);

    private Task DamageAsync(string document, string contact = "9") => _relay.Storage.ExecuteAsync(
        "INSERT INTO mailboxes (tenant, contact, etag, document, pending, due, leased) VALUES ('acme', ?1, 3, ?2, 1, 0, 0)",
        contact,
        System.Text.Encoding.UTF8.GetBytes(document));
}
