using System.Globalization;
using ContactRelay.Delivery.Gates;
using ContactRelay.Storage;

namespace ContactRelay.Tests.Delivery.Gates;

/// <summary>Tenants' gates in memory, and how often they were asked for.</summary>
internal sealed class GatesInMemory : ITenantGateStore
{
    private readonly Dictionary<string, (TenantGate Gate, int Version)> _gates = [];

    public List<string> Loaded { get; } = [];

    public int Saved { get; private set; }

    /// <summary>Whether saves fail.</summary>
    public bool IsAway { get; set; }

    public TenantGate Of(string tenant) => _gates.TryGetValue(tenant, out var stored) ? stored.Gate : TenantGate.Open;

    public void Put(string tenant, TenantGate gate) => _gates[tenant] = (gate, _gates.TryGetValue(tenant, out var stored) ? stored.Version + 1 : 1);

    public ValueTask<(TenantGate Gate, string? ETag)> LoadAsync(string tenant, CancellationToken cancellationToken)
    {
        Loaded.Add(tenant);
        return ValueTask.FromResult((Of(tenant), ETag(tenant)));
    }

    public ValueTask<string?> SaveAsync(string tenant, TenantGate gate, string? etag, CancellationToken cancellationToken)
    {
        if (IsAway)
        {
            throw new StorageUnavailableException("Away.");
        }

        if (etag != ETag(tenant))
        {
            return ValueTask.FromResult<string?>(null);
        }

        Saved++;
        Put(tenant, gate);
        return ValueTask.FromResult(ETag(tenant));
    }

    public ValueTask<IReadOnlyDictionary<string, Hold>> ListHoldsAsync(CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyDictionary<string, Hold>>(_gates
            .Where(stored => stored.Value.Gate.Hold is not null)
            .ToDictionary(stored => stored.Key, stored => stored.Value.Gate.Hold!));

    private string? ETag(string tenant) => _gates.TryGetValue(tenant, out var stored) ? stored.Version.ToString(CultureInfo.InvariantCulture) : null;
}
