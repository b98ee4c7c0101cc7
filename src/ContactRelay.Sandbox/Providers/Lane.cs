using ContactRelay.Sandbox.Contacts;
using ContactRelay.Sandbox.Control;

namespace ContactRelay.Sandbox.Providers;

/// <summary>A stand-in with all that is kept for it.</summary>
internal sealed class Lane(IStandIn standIn, ContactBook contacts)
{
    public IStandIn StandIn => standIn;

    public ContactBook Contacts => contacts;

    public FaultQueue Faults { get; } = new();

    public RequestLog Requests { get; } = new();
}
