using System.Collections.Immutable;

namespace ContactRelay.Mailboxes;

/// <summary>The right of one worker to call the provider for the contact.</summary>
/// <param name="Token">Unique for each time it is taken; whoever does not carry it changes nothing.</param>
/// <param name="Until">When it runs out.</param>
/// <param name="TakenAt">When it was taken.</param>
/// <param name="Members">The ids of the updates in the call; empty where the contact was erased in the middle of it.</param>
public sealed record Lease(string Token, DateTimeOffset Until, DateTimeOffset TakenAt, ImmutableArray<string> Members);
