using ContactRelay.Delivery;
using ContactRelay.Mailboxes;

namespace ContactRelay.Simulation.Ports;

/// <summary>No recent activity: nothing that is promised hangs on it, and the simulated mailboxes write none.</summary>
internal sealed class NoActivity : IActivityStore
{
    public IAsyncEnumerable<Settlement> ListAsync(ActivityQuery query, CancellationToken cancellationToken) => AsyncEnumerable.Empty<Settlement>();

    public ValueTask<bool> EraseAsync(MailboxKey key, CancellationToken cancellationToken) => ValueTask.FromResult(false);

    public ValueTask DropAsync(DateTimeOffset before, CancellationToken cancellationToken) => ValueTask.CompletedTask;
}
