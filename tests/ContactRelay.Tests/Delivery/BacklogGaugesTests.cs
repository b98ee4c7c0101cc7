using ContactRelay.Delivery;
using ContactRelay.Delivery.Gates;
using ContactRelay.Tests.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ContactRelay.Tests.Delivery;

/// <summary>What is published of what waits.</summary>
public sealed class BacklogGaugesTests : IBacklogReader, IAsyncDisposable
{
    private static readonly Backlog Nothing = new(new Dictionary<string, int>(), null, 0, new Dictionary<string, long>());
    private readonly RelayUnderTest _relay;
    private readonly RecordedMetrics _metrics;
    private Backlog _backlog = Nothing;

    public BacklogGaugesTests()
    {
        _relay = new((services, _) => services.AddSingleton<IBacklogReader>(this));
        _metrics = new(_relay.Get<IServiceProvider>());
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        _metrics.Dispose();
        await _relay.DisposeAsync();
    }

    public Task<Backlog> ReadAsync(CancellationToken cancellationToken) => Task.FromResult(_backlog);

    [Theory]
    [InlineData("contactrelay.queue.depth", "{message}", "Messages on a queue, delayed ones too.")]
    [InlineData("contactrelay.updates.oldest_due", "s", "How long the oldest update that is due has been so.")]
    [InlineData("contactrelay.dead_letters", "{update}", "Updates that were not delivered, kept as dead letters.")]
    [InlineData("contactrelay.updates.pending", "{update}", "Updates that are accepted and not settled, scheduled ones too.")]
    [InlineData("contactrelay.tenants.held", "{tenant}", "1 for a tenant whose calls are held, 0 once they are not any more.")]
    public void Gauge_says_what_it_measures(string name, string unit, string description)
    {
        _relay.Get<BacklogMetrics>();

        var gauge = Assert.Contains(name, _metrics.Instruments);
        Assert.Equal((unit, description), (gauge.Unit, gauge.Description));
    }

    [Fact]
    public async Task Publish_says_what_waits()
    {
        _backlog = new(
            new Dictionary<string, int> { ["contact-updates"] = 3, ["contact-updates-bulk"] = 0 },
            _relay.Now.AddSeconds(-90),
            4,
            new Dictionary<string, long> { ["acme"] = 7, ["gone"] = 2 });

        await PublishAsync();

        Assert.Equal([("queue=contact-updates", 3), ("queue=contact-updates-bulk", 0)], Measured("contactrelay.queue.depth"));
        Assert.Equal([("", 90)], Measured("contactrelay.updates.oldest_due"));
        Assert.Equal([("", 4)], Measured("contactrelay.dead_letters"));
        Assert.Equal([("tenant=acme provider=kulea", 7), ("tenant=gone provider=", 2)], Measured("contactrelay.updates.pending"));
        Assert.Empty(Measured("contactrelay.tenants.held"));
    }

    [Fact]
    public async Task Publish_where_nothing_waits_or_is_due_only_later_says_that_nothing_is_overdue()
    {
        await PublishAsync();
        _backlog = Nothing with { OldestDue = _relay.Now.AddSeconds(5) };
        await PublishAsync();

        Assert.Equal([("", 0), ("", 0)], Measured("contactrelay.updates.oldest_due"));
        Assert.Equal([("", 0), ("", 0)], Measured("contactrelay.dead_letters"));
        Assert.Empty(Measured("contactrelay.updates.pending"));
    }

    [Fact]
    public async Task Publish_says_once_that_nothing_of_a_tenant_is_pending_any_more()
    {
        _backlog = Nothing with { Pending = new Dictionary<string, long> { ["acme"] = 7 } };
        await PublishAsync();
        _backlog = Nothing;

        await PublishAsync();
        await PublishAsync();

        Assert.Equal([("tenant=acme provider=kulea", 7), ("tenant=acme provider=kulea", 0)], Measured("contactrelay.updates.pending"));
    }

    [Fact]
    public async Task Publish_says_who_is_held_and_once_that_it_is_not_any_more()
    {
        var hold = new Hold(HoldReason.Throttled, "Slow down", _relay.Now, _relay.Now.AddHours(1), 1, _relay.Now);
        Assert.NotNull(await _relay.Storage.Gates.SaveAsync("acme", TenantGate.Open with { Hold = hold }, null, Token));
        await PublishAsync();
        await PublishAsync();
        await _relay.Get<TenantHolds>().ResumeAsync((await _relay.Get<ContactRelay.Tenants.ITenantDirectory>().FindAsync("acme", Token))!, Token);

        await PublishAsync();
        await PublishAsync();

        const string Tags = "tenant=acme provider=kulea";
        Assert.Equal([(Tags, 1), (Tags, 1), (Tags, 0)], Measured("contactrelay.tenants.held"));
    }

    private Task PublishAsync() => _relay.Get<BacklogMetrics>().PublishAsync(Token);

    private (string Tags, double Value)[] Measured(string name) =>
        [.. _metrics.Values(name).SelectMany(values => values, (values, value) => (values.Key, value))];
}
