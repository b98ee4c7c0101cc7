using System.Collections.Immutable;

namespace ContactRelay.Delivery.Gates;

/// <summary>Counts the calls that are being made for a tenant that limits how many there may be.</summary>
public static class Permits
{
    /// <summary>The gate with one more call, or null where there are as many as there may be.</summary>
    public static TenantGate? Take(TenantGate gate, Permit permit, int limit, DateTimeOffset now)
    {
        var calls = Current(gate, now);
        return calls.Length < limit ? gate with { Calls = calls.Add(permit) } : null;
    }

    /// <summary>The gate without the call; the same where it has ended already.</summary>
    public static TenantGate Give(TenantGate gate, string token) =>
        gate.Calls.Any(call => call.Token == token) ? gate with { Calls = gate.Calls.RemoveAll(call => call.Token == token) } : gate;

    private static ImmutableArray<Permit> Current(TenantGate gate, DateTimeOffset now) => gate.Calls.RemoveAll(call => call.Until <= now);
}
