using System.Diagnostics;
using ContactRelay.Delivery;
using ContactRelay.Mailboxes;
using ContactRelay.Tenants;
using Xunit;

namespace ContactRelay.Tests.Delivery;

/// <summary>How a mailbox that somebody asked to have changed is saved, with its wake-up.</summary>
public sealed class MailboxSavingTests : IAsyncDisposable
{
    private static readonly MailboxKey Key = new("acme", "1");

    private readonly HandlerUnderTest _handler = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private RelayUnderTest Relay => _handler.Relay;

    public ValueTask DisposeAsync() => _handler.DisposeAsync();

    [Fact]
    public async Task Save_changed_sends_the_wake_up_with_the_trace_of_who_asked()
    {
        using var around = new Activity("around").Start();

        await Relay.AcceptAsync("1");

        var sent = await Relay.ReceiveAsync();
        Assert.StartsWith($"00-{around.TraceId}-", QueueMessageReader.Read(sent!.Text).TraceParent, StringComparison.Ordinal);
        Assert.Empty(_handler.Sent);
    }

    [Fact]
    public async Task Save_unchanged_sends_the_wake_up_with_the_trace_all_the_same()
    {
        using var around = new Activity("around").Start();

        Assert.True(await SaveUnchangedAsync(new(Key, Relay.Now.AddMinutes(1), IsBulk: true)));

        var (queue, text, delay) = Assert.Single(_handler.Sent);
        Assert.Equal((QueueNames.BulkUpdates, TimeSpan.FromMinutes(1)), (queue, delay));
        Assert.StartsWith($"00-{around.TraceId}-", QueueMessageReader.Read(text).TraceParent, StringComparison.Ordinal);
        Assert.Equal(0, _handler.Mailboxes.Saves);
    }

    [Fact]
    public async Task Save_unchanged_without_a_wake_up_does_nothing()
    {
        using var around = new Activity("around").Start();

        Assert.True(await SaveUnchangedAsync(null));

        Assert.Empty(_handler.Sent);
        Assert.Equal(0, _handler.Mailboxes.Saves);
    }

    private async Task<bool> SaveUnchangedAsync(WakeUp? wakeUp)
    {
        var tenant = await Relay.Get<ITenantDirectory>().FindAsync("acme", Token);
        return await Relay.Get<MailboxSaving>().SaveAsync(Key, tenant!, new(Mailbox.Empty, null), Mailbox.Empty, wakeUp, Token);
    }
}
