using ContactRelay.Delivery.Gates;

namespace ContactRelay.Simulation.Ports;

/// <summary>A process's way to the tenants' gates.</summary>
internal sealed class GatePort(Instance instance) : ITenantGateStore
{
    private SimulatedStorage Storage => instance.World.Storage;

    public async ValueTask<(TenantGate Gate, string? ETag)> LoadAsync(string tenant, CancellationToken cancellationToken) =>
        await instance.Ask(PortKind.Tenant, "load gate of " + tenant, null, () => Storage.Gates.GetValueOrDefault(tenant), CancellationToken.None) is { } row
            ? (TenantGate.Read(row.Document), row.ETag)
            : (TenantGate.Open, null);

    public async ValueTask<string?> SaveAsync(string tenant, TenantGate gate, string? etag, CancellationToken cancellationToken)
    {
        var document = gate.Write();
        return await instance.Ask(PortKind.Write, "save gate of " + tenant, null, () => Storage.SaveGate(tenant, document, etag), CancellationToken.None);
    }

    public ValueTask<IReadOnlyDictionary<string, Hold>> ListHoldsAsync(CancellationToken cancellationToken) =>
        throw new NotSupportedException("Nobody looks at all holds here.");
}
