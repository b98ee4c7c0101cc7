using ContactRelay.Delivery.Gates;
using ContactRelay.Mailboxes;
using ContactRelay.Tenants;

namespace ContactRelay.Delivery;

/// <summary>One wake-up's way through its tenant's gate: it asks once, and says what came of it when it leaves.</summary>
internal sealed class GatePassage(TenantGates gates, Tenant tenant, Arrival arrival) : IAsyncDisposable
{
    private GateAnswer? _answer;

    /// <summary>What came of the call; null where none was made.</summary>
    public SettleReport? Report { get; set; }

    /// <summary>What the gate says.</summary>
    public async ValueTask<GateAnswer> EnterAsync(CancellationToken cancellationToken) =>
        _answer ??= await gates.EnterAsync(tenant, arrival, cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _answer is { MayCall: true } answer ? gates.LeaveAsync(tenant, answer, Report) : ValueTask.CompletedTask;
}
