using ContactRelay.Delivery.Gates;
using ContactRelay.Mailboxes;
using ContactRelay.Tenants;

namespace ContactRelay.Delivery;

/// <summary>One wake-up's way through its tenant's gate: it asks once, and leaves at the end, however that comes.</summary>
internal sealed class GatePassage(TenantGates gates, Tenant tenant, Arrival arrival) : IAsyncDisposable
{
    private GateAnswer? _answer;
    private bool _hasCalled;
    private bool _isLifted;

    /// <summary>What the gate says.</summary>
    public async ValueTask<GateAnswer> EnterAsync(CancellationToken cancellationToken) =>
        _answer ??= await gates.EnterAsync(tenant, arrival, cancellationToken);

    /// <summary>
    /// Says what came of the call, before it is settled: from then on the others know. Gives the report back, in which what
    /// befell this contact alone is no longer taken for the tenant's.
    /// </summary>
    public async ValueTask<SettleReport> LearnAsync(SettleReport report)
    {
        _hasCalled = true;
        (report, _isLifted) = await gates.LearnAsync(tenant, _answer!.Call!, report);
        return report;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_answer is { MayCall: true } answer)
        {
            if (!_hasCalled)
            {
                gates.GiveBack(tenant, arrival.IsBulk, answer.Slot);
            }

            await gates.LeaveAsync(tenant, answer);
        }

        if (_isLifted || _answer?.IsLifted == true)
        {
            await gates.WakeAsync(tenant);
        }
    }
}
