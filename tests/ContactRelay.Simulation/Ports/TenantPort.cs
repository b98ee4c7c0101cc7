using ContactRelay.Tenants;

namespace ContactRelay.Simulation.Ports;

/// <summary>A process's way to the tenants' documents, which others change.</summary>
internal sealed class TenantPort(Instance instance) : ITenantStore
{
    public async ValueTask<StoredTenant?> FindAsync(string id, CancellationToken cancellationToken) =>
        await instance.Ask(PortKind.Tenant, "find tenant " + id, null, () => instance.World.Storage.Tenants.GetValueOrDefault(id), CancellationToken.None);

    public ValueTask<IReadOnlyList<string>> ListAsync(CancellationToken cancellationToken) =>
        throw new NotSupportedException("Nobody asks for all tenants here.");

    public ValueTask<IReadOnlyList<string>> ListClosedAsync(CancellationToken cancellationToken) =>
        throw new NotSupportedException("Nobody asks for closed tenants here.");

    public ValueTask<bool> SaveAsync(string id, ReadOnlyMemory<byte> document, TenantLife life, string? etag, CancellationToken cancellationToken) =>
        throw new NotSupportedException("Tenants are changed by the simulation itself.");

    public ValueTask<bool> DeleteAsync(string id, string etag, CancellationToken cancellationToken) =>
        throw new NotSupportedException("Tenants are changed by the simulation itself.");
}
