using System.Collections.Frozen;

namespace ContactRelay.Mailboxes;

/// <summary>How a mailbox's pending updates become calls.</summary>
/// <param name="AdditiveFields">The paths of the fields that add to what the provider has rather than replace it.</param>
/// <param name="Each">Whether each update is a call of its own; else all that is due becomes one.</param>
public sealed record BatchRules(FrozenSet<string> AdditiveFields, bool Each = false);
