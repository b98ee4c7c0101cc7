using System.Collections.Immutable;
using ContactRelay.Mailboxes;

namespace ContactRelay.LocalHost.Storage;

/// <summary>What is stored of a mailbox's settled updates.</summary>
/// <param name="Updates">All of them.</param>
/// <param name="Parts">The rows that they have; none where they are in the mailbox's own.</param>
internal sealed record StoredSettled(ImmutableArray<SettledUpdate> Updates, ImmutableArray<SettledPart> Parts);
