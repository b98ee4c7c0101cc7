using ContactRelay.Delivery.Gates;
using ContactRelay.Mailboxes;
using ContactRelay.Tenants;

namespace ContactRelay.Delivery;

/// <summary>One wake-up's way through its tenant's gate: it asks once, and leaves at the end, however that comes.</summary>
internal sealed class GatePassage(TenantGates gates, Tenant tenant, Arrival arrival) : IAsyncDisposable
{
    private GateAnswer? _answer;

    /// <summary>What the gate says.</summary>
    public async ValueTask<GateAnswer> EnterAsync(CancellationToken cancellationToken) =>
        _answer ??= await gates.EnterAsync(tenant, arrival, cancellationToken);

    /// <summary>Says what came of the call, before it is settled: from then on the others know.</summary>
    public ValueTask LearnAsync(SettleReport report) => gates.LearnAsync(tenant, report);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _answer is { MayCall: true } answer ? gates.LeaveAsync(tenant, answer) : ValueTask.CompletedTask;
}
