using System.Collections.Immutable;
using ContactRelay.Mailboxes;

namespace ContactRelay.LocalHost.Storage;

/// <summary>A row of a mailbox's settled updates.</summary>
/// <param name="Number">Its place among the mailbox's rows of them; numbers may be missing.</param>
/// <param name="Updates">The updates, in the order in which they were settled.</param>
/// <param name="Bytes">How long its document is.</param>
internal sealed record SettledPart(long Number, ImmutableArray<SettledUpdate> Updates, int Bytes);
