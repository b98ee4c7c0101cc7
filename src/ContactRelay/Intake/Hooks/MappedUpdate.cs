using ContactRelay.Contacts;

namespace ContactRelay.Intake.Hooks;

/// <summary>What a body, or one event in it, means.</summary>
public sealed record MappedUpdate
{
    /// <summary>The sender's id of it; null where it has none.</summary>
    public string? EventId { get; init; }

    /// <summary>The contact's id; empty where there is none.</summary>
    public string ContactId { get; init; } = "";

    /// <summary>The time that the values are from; null where the sender does not say.</summary>
    public DateTimeOffset? OccurredAt { get; init; }

    /// <summary>The merge patch, as JSON.</summary>
    public ReadOnlyMemory<byte> Patch { get; init; }

    /// <summary>What it changes; empty where there is nothing to do, or where it is refused.</summary>
    public ContactFields Changes { get; init; } = ContactFields.Empty;

    /// <summary>What is wrong with it.</summary>
    public IReadOnlyList<FieldError> Errors { get; init; } = [];

    /// <summary>The fields for which the body has nothing, by their paths.</summary>
    public IReadOnlyList<string> NotFound { get; init; } = [];

    /// <summary>Whether it changes nothing at all.</summary>
    public bool IsNothing => Changes.Count == 0 && Errors.Count == 0;

    /// <summary>Never what is in it: it is a contact's data, and this text may reach a log.</summary>
    public override string ToString() => IsNothing ? "nothing" : Errors.Count > 0 ? "refused" : "an update";
}
