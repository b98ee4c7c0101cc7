using ContactRelay.Contacts;

namespace ContactRelay.Intake;

/// <summary>An update of a contact that asks to be accepted.</summary>
/// <param name="Changes">What it changes.</param>
/// <param name="Options">What its sender says about it.</param>
public sealed record IncomingUpdate(ContactFields Changes, IntakeOptions Options);
