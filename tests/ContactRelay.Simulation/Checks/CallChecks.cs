using ContactRelay.Delivery;
using ContactRelay.Mailboxes;
using ContactRelay.Simulation.Core;
using ContactRelay.Simulation.Providers;
using ContactRelay.Simulation.Workload;

namespace ContactRelay.Simulation.Checks;

/// <summary>What must hold whenever a call begins.</summary>
internal sealed class CallChecks(World world)
{
    private static readonly long CallTime = (long)ProviderSender.Timeout.TotalMilliseconds;
    private static readonly long WaitAfterNoAnswer = (long)Leases.WaitAfterNoAnswer.TotalMilliseconds;

    public void Started(ProviderCall call, IReadOnlyList<ProviderCall> before)
    {
        var now = world.Scheduler.Now;
        world.Trace.Add(
            world.Current?.Name ?? "", "calls", call.Key.ContactId, string.Join(' ', call.Body.Values.Select(value => value.Value).Concat(call.Body.Tags)));
        foreach (var other in before)
        {
            world.Require(!other.IsOnItsWay, "I3: a call begins while another of the contact is on its way.");
            world.Require(
                other.EndedAt is not null || now >= other.StartedAt + CallTime, "I3: a call begins while another of the contact is waited for.");
            var end = Math.Min(other.EndedAt ?? long.MaxValue, other.StartedAt + CallTime);
            world.Require(
                (other.EndedAt is not null && other.HasAnswer) || now >= end + WaitAfterNoAnswer - (2 * world.MaxOffset) - 1,
                "I3: a call begins too soon after one without an answer.");
        }

        CheckContent(call);
    }

    private void CheckContent(ProviderCall call)
    {
        world.Require(
            call.Authorization.Contains(call.Tenant.Secret, StringComparison.Ordinal), "A call carries another tenant's key.");
        var updates = call.Body.Values.Where(value => value.Key != "email").Select(value => value.Value)
            .Concat(call.Body.Tags)
            .Select(world.Ledger.OfValue)
            .Distinct()
            .ToList();
        world.Require(call.Body.Values.Count + call.Body.Tags.Count > 0, "A call changes nothing.");
        world.Require(!call.Tenant.IsEach || updates.Count <= 1, "A call is made for more than one update of a tenant that wants each alone.");
        foreach (var update in updates)
        {
            CheckUpdate(call, update);
        }
    }

    private void CheckUpdate(ProviderCall call, SentUpdate update)
    {
        world.Require(update.Key == call.Key, "A call carries the values of another contact.");
        world.Require(
            update.Options.DeliverAt is not { } due || SimulatedTime.At(world.Scheduler.Now + world.MaxOffset) >= due,
            "An update is delivered before its time.");
        var mailbox = world.Storage.Load(call.Key)?.Mailbox;
        world.Require(
            mailbox?.Pending.Any(pending => world.Ledger.OfId(pending.Id)!.Number == update.Number) == true || world.Erasing.Contains(call.Key),
            "A call carries the values of an update that is not pending.");
    }
}
