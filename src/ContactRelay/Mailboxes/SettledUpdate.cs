using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace ContactRelay.Mailboxes;

/// <summary>
/// An update that reached its final status. It holds no values. Its <see cref="Detail"/> goes after some time, and what
/// is left still answers a replay and a look at its status.
/// </summary>
/// <param name="Id">The update's id.</param>
/// <param name="Status">What became of it.</param>
/// <param name="AcceptedAt">When it was accepted.</param>
/// <param name="SettledAt">When it was settled.</param>
/// <param name="KeyHash">The hash of its idempotency key; null where it came without one.</param>
/// <param name="BodyHash">The hash of what it asked for.</param>
/// <param name="Detail">What happened on the way; null once it has been dropped for age.</param>
/// <param name="AtOnce">Whether it was settled as it was accepted, so that its caller was told.</param>
public sealed record SettledUpdate(
    string Id,
    UpdateStatus Status,
    DateTimeOffset AcceptedAt,
    DateTimeOffset SettledAt,
    string? KeyHash,
    string BodyHash,
    SettledDetail? Detail,
    bool AtOnce = false)
{
    /// <summary>The ids that it had before, oldest first. Undefined where it had none.</summary>
    public ImmutableArray<string> FormerIds { get; init; }

    /// <summary>The status that the caller was told when the update was accepted.</summary>
    [JsonIgnore]
    public UpdateStatus FirstStatus => AtOnce ? Status : UpdateStatus.Accepted;

    /// <summary>Whether this is its id, or was.</summary>
    public bool IsKnownAs(string id) => Id == id || (!FormerIds.IsDefault && FormerIds.Contains(id));
}
