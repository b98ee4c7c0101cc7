using System.Net;
using ContactRelay.Delivery;
using ContactRelay.Mailboxes;
using ContactRelay.Storage;
using ContactRelay.Tests.Storage.Tables;
using Xunit;

namespace ContactRelay.Tests.Storage;

public sealed class AzureBacklogReaderTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private readonly AzuriteStorageUnderTest _storage = new(azurite);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => _storage.StartAsync();

    public ValueTask DisposeAsync() => _storage.DisposeAsync();

    [Fact]
    public async Task Read_of_a_new_account_finds_nothing()
    {
        var backlog = await ReadAsync();

        Assert.All(backlog.Queues, queue => Assert.Equal(0, queue.Value));
        Assert.Null(backlog.OldestDue);
        Assert.Equal(0, backlog.DeadLetters);
    }

    [Fact]
    public async Task Read_finds_the_oldest_that_is_overdue()
    {
        var now = DateTimeOffset.UtcNow;
        var oldest = new DateTimeOffset(2026, 1, 2, 3, 4, 5, 678, TimeSpan.Zero);
        await SaveAsync("due later", Due(now.AddMinutes(1)));
        await SaveAsync("just due", Due(now.AddSeconds(-1)));
        await SaveAsync("oldest", Due(oldest));
        await SaveAsync("nothing pending", Mailbox.Empty);

        Assert.Equal(oldest, (await ReadAsync()).OldestDue);
    }

    [Fact]
    public async Task Read_counts_messages_that_are_hidden_too()
    {
        await _storage.Queue.SendAsync(QueueNames.Updates, "one", TimeSpan.Zero, Token);
        await _storage.Queue.SendAsync(QueueNames.Updates, "two", TimeSpan.FromDays(1), Token);

        var backlog = await ReadAsync();

        Assert.Equal(2, backlog.Queues[QueueNames.Updates]);
        Assert.Equal(0, backlog.Queues[QueueNames.UpdatesPoison]);
    }

    [Fact]
    public async Task Read_counts_dead_letters()
    {
        for (var i = 0; i < 3; i++)
        {
            await _storage.DeadLetters.UpsertAsync(
                new() { Tenant = $"t{i}", Id = "u1", At = DateTimeOffset.UnixEpoch, Kind = "rejected", Reason = "because" }, Token);
        }

        Assert.Equal(3, (await ReadAsync()).DeadLetters);
    }

    [Fact]
    public async Task Read_adds_up_what_is_pending_of_each_tenant_due_or_not()
    {
        await SaveAsync("due", Due(DateTimeOffset.UtcNow.AddSeconds(-1)));
        await SaveAsync("due later", Due(DateTimeOffset.UtcNow.AddDays(1)));
        await SaveAsync("nothing pending", Mailbox.Empty);
        await SaveAsync("of another", Due(DateTimeOffset.UtcNow), "other");

        Assert.Equal(new Dictionary<string, long> { ["acme"] = 2, ["other"] = 1 }, (await ReadAsync()).Pending);
    }

    [Fact]
    public async Task Read_looks_at_so_many_pages_and_no_more()
    {
        using var service = new StandInTables();
        for (var i = 0; i < 4; i++)
        {
            service.Then(HttpStatusCode.NotFound, """{"error":{"code":"QueueNotFound","message":"In words."}}""", ("x-ms-error-code", "QueueNotFound"));
        }

        for (var i = 0; i < 21; i++)
        {
            service.Then(HttpStatusCode.OK, $$"""{"value":[{"due":"2026-01-02T03:04:{{59 - i}}Z"}]}""", ("x-ms-continuation-NextPartitionKey", "next"));
        }

        service.Then(HttpStatusCode.OK, """{"value":[{"kind":"rejected"}]}""");
        service.Then(HttpStatusCode.OK, """{"value":[{"tenant":"acme","pending":2}]}""");

        var backlog = await new AzureBacklogReader(service.OpenAccount(), TimeProvider.System).ReadAsync(Token);

        Assert.Equal(new DateTimeOffset(2026, 1, 2, 3, 4, 40, TimeSpan.Zero), backlog.OldestDue);
        Assert.True(backlog.IsPartial);
        Assert.Equal(1, backlog.DeadLetters);
        Assert.Equal(4 + 21 + 1 + 1, service.Requests.Count);
        Assert.StartsWith("?$filter=pending%20gt%200%20and%20due%20lt%20datetime%27", service.Requests[4].Url.Query, StringComparison.Ordinal);
        Assert.EndsWith("&$select=due", service.Requests[4].Url.Query, StringComparison.Ordinal);
        Assert.Equal("?$filter=pending%20gt%200&$select=tenant%2Cpending", service.Requests[^1].Url.Query);
    }

    private static Mailbox Due(DateTimeOffset at) => Mailbox.Empty with
    {
        Pending = [new() { Id = "u1", Version = new(1, 1), Changes = new([]), AcceptedAt = at, BodyHash = "hash" }],
    };

    private Task<Backlog> ReadAsync() => new AzureBacklogReader(_storage.Clients, TimeProvider.System).ReadAsync(Token);

    private async Task SaveAsync(string contactId, Mailbox mailbox, string tenant = "acme") =>
        await _storage.Mailboxes.SaveAsync(new(tenant, contactId), mailbox, null, null, Token);
}
