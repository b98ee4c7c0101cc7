using ContactRelay.Contacts;

namespace ContactRelay.Intake.Hooks;

/// <summary>A door for one sender's webhooks: how its requests are told from others, and what their bodies mean. See <see cref="HookReader"/> for its document.</summary>
public sealed record Hook
{
    /// <summary>The pointer for what is wrong with the time that the values are from.</summary>
    internal const string OccurredAtPointer = "/occurredAt";

    /// <summary>Its name in the tenant's document and in the URL.</summary>
    public required string Name { get; init; }

    /// <summary>What shows that a request is the sender's.</summary>
    public required HookProof Proof { get; init; }

    /// <summary>How the sender signs; null where it does not.</summary>
    public HmacScheme? Hmac { get; init; }

    /// <summary>The names of the secrets, each of which serves, so that they can be rotated.</summary>
    public IReadOnlyList<string> Secrets { get; init; } = [];

    /// <summary>The URL as the sender knows it, where a proxy changes it on the way; null where none does.</summary>
    public string? PublicUrl { get; init; }

    /// <summary>Where the sender's own id of the event is.</summary>
    public EventIdRule EventId { get; init; } = EventIdRule.None;

    /// <summary>The JSONPath of what is mapped one by one; null where a body is one update.</summary>
    public string? Each { get; init; }

    /// <summary>The contact's id.</summary>
    public required ValueRule ContactId { get; init; }

    /// <summary>The time that the values are from; null where the sender does not say.</summary>
    public ValueRule? OccurredAt { get; init; }

    /// <summary>The fields, by their paths.</summary>
    public required IReadOnlyDictionary<string, ValueRule> Changes { get; init; }

    /// <summary>The JSON pointer to it in the tenant's document.</summary>
    public string Pointer => "/hooks/" + Name;

    /// <summary>An error of the update that was made of a body, with the place in the mapping that it comes from.</summary>
    public FieldError Explain(FieldError error)
    {
        var path = Changes.Keys.FirstOrDefault(path =>
            error.Pointer == FieldPath.Pointer(path) || error.Pointer.StartsWith(FieldPath.Pointer(path) + "/", StringComparison.Ordinal));
        var place = error.Pointer is FieldError.ContactIdPointer or OccurredAtPointer ? error.Pointer
            : path is null ? "/changes"
            : "/changes/" + FieldPath.Escape(path);
        return error with { Detail = $"{error.Detail} Mapped by {Pointer}{place}." };
    }
}
