using System.Collections.Immutable;
using ContactRelay.Delivery.Gates;
using ContactRelay.Mailboxes;
using ContactRelay.Simulation.Core;

namespace ContactRelay.Simulation.Checks;

/// <summary>Once everything has been in order for a while, nothing that is due waits for long, unless its tenant is held.</summary>
internal sealed class Promptness(World world)
{
    /// <summary>How long after the last fault its effects may be felt, such as a tenant that is away.</summary>
    private static readonly TimeSpan Recovery = TimeSpan.FromMinutes(35);

    /// <summary>
    /// The longest that the code waits for anything but the provider, and as much again: a message that was sent in bad
    /// times may be late, and then come to the poison queue.
    /// </summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(25);

    private readonly Dictionary<MailboxKey, DateTimeOffset> _changedAt = [];
    private readonly Dictionary<string, DateTimeOffset> _heldUntil = [];

    /// <summary>The mailbox was saved.</summary>
    public void Changed(MailboxKey key) => _changedAt[key] = SimulatedTime.At(world.Scheduler.Now);

    /// <summary>The tenant's gate was saved.</summary>
    public void Saved(string tenant, TenantGate gate)
    {
        if (gate.Hold is { } hold)
        {
            _heldUntil[tenant] = hold.NextTryAt;
        }
        else if (_heldUntil.TryGetValue(tenant, out var until) && until > SimulatedTime.At(world.Scheduler.Now))
        {
            _heldUntil[tenant] = SimulatedTime.At(world.Scheduler.Now);
        }
    }

    /// <summary>The mailbox is about to be delivered from.</summary>
    public void Check(MailboxKey key, Mailbox before)
    {
        if (world.HealthySince is not { } since)
        {
            return;
        }

        var answered = before.Pending.Where(update => world.Ledger.OfId(update.Id)!.Answered is not null).ToImmutableArray();
        var due = (before with { Pending = answered }).DueAt();
        var latest = SimulatedTime.At(since) + Recovery;
        DateTimeOffset?[] times = [due, before.Lease?.Until, _changedAt[key], _heldUntil.TryGetValue(key.Tenant, out var held) ? held : null];
        foreach (var time in times)
        {
            latest = time > latest ? time.Value : latest;
        }

        world.Require(due is null || SimulatedTime.At(world.Scheduler.Now) - latest <= LongestWait, "An update waits long after it was due.");
    }
}
