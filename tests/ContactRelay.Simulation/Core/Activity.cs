using ContactRelay.Simulation.Ports;

namespace ContactRelay.Simulation.Core;

/// <summary>
/// One thing that a process does from beginning to end: a caller's request, or the handling of a message. As the
/// context of its code it brings what it awaited back to the simulation's thread, also where several wait for the same.
/// </summary>
internal sealed class Activity(World world, Instance instance, string name) : SynchronizationContext
{
    public Instance Instance { get; } = instance;

    public string Name { get; } = name;

    /// <summary>
    /// What it has been told so far. The code is deterministic, so this is where it stands: two activities with the same
    /// history go on alike.
    /// </summary>
    public ulong History { get; private set; } = TraceHash.Start;

    /// <summary>The message that it handles, and the receipt it was given for it; null for a caller's request.</summary>
    public (Message Message, int Receipt)? Handles { get; init; }

    /// <summary>The ETag that it saw last: all that matters of it is whether it still is the mailbox's.</summary>
    public string? ETag { get; set; }

    /// <summary>Whether the mailbox that it has was loaded in its last step.</summary>
    public bool HasJustLoaded { get; set; }

    public void Learns(long now, string what, ulong more = 0) =>
        History = TraceHash.Mix(TraceHash.Mix(TraceHash.Mix(History, (ulong)now), what), more);

    public override void Post(SendOrPostCallback d, object? state) => world.GoOn(this, d, state);

    public override void Send(SendOrPostCallback d, object? state) => throw new NotSupportedException("Nothing waits here.");

    public override SynchronizationContext CreateCopy() => this;
}
