using ContactRelay.Delivery.Gates;
using Xunit;

namespace ContactRelay.Tests.Storage;

/// <summary>What every implementation of the port has to do.</summary>
public abstract class TenantGateStoreContract(StorageUnderTest storage) : IAsyncLifetime
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);
    private static readonly Hold Down = new(HoldReason.ProviderDown, "It answered 500.", Noon, Noon.AddMinutes(1), 2, Noon, Noon.AddMinutes(2), "v1");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => storage.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await storage.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Load_of_what_was_never_saved_is_open() =>
        Assert.Equal((TenantGate.Open, null), await storage.Gates.LoadAsync("acme", Token));

    [Fact]
    public async Task Save_then_load_gives_the_gate()
    {
        var gate = new TenantGate { Hold = Down, NextSlot = Noon, NextBulkSlot = Noon.AddSeconds(2), Calls = [new("t", Noon)] };

        var etag = await storage.Gates.SaveAsync("acme", gate, null, Token);
        var (loaded, loadedETag) = await storage.Gates.LoadAsync("acme", Token);

        Assert.Equal(etag, loadedETag);
        Assert.Equal(Down, loaded.Hold);
        Assert.Equal((gate.NextSlot, gate.NextBulkSlot), (loaded.NextSlot, loaded.NextBulkSlot));
        Assert.Equal(gate.Calls, loaded.Calls);
    }

    [Fact]
    public async Task Save_over_what_another_has_saved_changes_nothing()
    {
        var first = await storage.Gates.SaveAsync("acme", TenantGate.Open, null, Token);
        var second = await storage.Gates.SaveAsync("acme", new() { Hold = Down }, first, Token);

        Assert.NotNull(second);
        Assert.Null(await storage.Gates.SaveAsync("acme", TenantGate.Open, null, Token));
        Assert.Null(await storage.Gates.SaveAsync("acme", TenantGate.Open, first, Token));
        Assert.Equal(Down, (await storage.Gates.LoadAsync("acme", Token)).Gate.Hold);
    }

    [Fact]
    public async Task List_gives_the_holds_and_no_tenant_without_one()
    {
        await storage.Gates.SaveAsync("free", TenantGate.Open with { NextSlot = Noon }, null, Token);
        await storage.Gates.SaveAsync("held", new() { Hold = Down }, null, Token);
        var etag = await storage.Gates.SaveAsync("lifted", new() { Hold = Down }, null, Token);
        await storage.Gates.SaveAsync("lifted", TenantGate.Open, etag, Token);

        Assert.Equal([KeyValuePair.Create("held", Down)], await storage.Gates.ListHoldsAsync(Token));
    }
}
