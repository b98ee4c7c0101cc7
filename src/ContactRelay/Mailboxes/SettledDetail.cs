using System.Collections.Immutable;
using System.Text;

namespace ContactRelay.Mailboxes;

/// <summary>What happened to a settled update on its way. Names of fields only, never values.</summary>
public sealed record SettledDetail
{
    /// <summary>How new its values were.</summary>
    public required UpdateVersion Version { get; init; }

    /// <summary>The time it was not to be delivered before; null where it was due at once.</summary>
    public DateTimeOffset? DeliverAt { get; init; }

    /// <summary>The paths of the fields it carried.</summary>
    public ImmutableArray<string> Fields { get; init; } = [];

    /// <summary>The paths of those that were not applied, since a newer value had been or was.</summary>
    public ImmutableArray<string> Overtaken { get; init; } = [];

    /// <summary>The paths of fields that a hook looked for and did not find; null for none.</summary>
    public IReadOnlyList<string>? NotFound { get; init; }

    /// <summary>The id of the contact's record in the provider's answer.</summary>
    public string? RecordId { get; init; }

    /// <summary>The HTTP status of the answer that settled it; null where none did.</summary>
    public int? HttpStatus { get; init; }

    /// <summary>Why it ended so, where it was not simply delivered.</summary>
    public string? Reason { get; init; }

    /// <summary>Whether the provider may have applied it although it was not settled as delivered.</summary>
    public bool OutcomeUnknown { get; init; }

    /// <summary>The last attempts, oldest first.</summary>
    public ImmutableArray<Attempt> Attempts { get; init; } = [];

    /// <summary>How many attempts there were.</summary>
    public int AttemptCount { get; init; }

    /// <summary>About how long it is when stored, in bytes.</summary>
    internal int AboutBytes() =>
        200 + Bytes(Reason) + Bytes(RecordId) + Bytes(Fields) + Bytes(Overtaken) + Bytes([.. NotFound ?? []]) + Attempts.Sum(attempt => 100 + Bytes(attempt.Reason));

    private static int Bytes(ImmutableArray<string> paths) => paths.Sum(path => Bytes(path) + 3);

    private static int Bytes(string? text) => text is null ? 0 : Encoding.UTF8.GetByteCount(text);
}
