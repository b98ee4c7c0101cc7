using ContactRelay.Contacts;
using ContactRelay.Intake;

namespace ContactRelay.Delivery;

/// <summary>A whole update that another service put on the queue.</summary>
/// <param name="Changes">What it changes.</param>
/// <param name="ChangesJson">The same as it was written, to be sent again if need be.</param>
/// <param name="Options">What its sender says about it.</param>
/// <param name="InsertedAt">When it was first put on the queue, where it has been sent again since; else null.</param>
public sealed record QueuedUpdate(ContactFields Changes, string ChangesJson, IntakeOptions Options, DateTimeOffset? InsertedAt);
