namespace ContactRelay.Delivery;

/// <summary>Which dead letters are wanted.</summary>
/// <param name="Tenant">The tenant's scope; null for those of all, and of none.</param>
public sealed record DeadLetterQuery(string? Tenant)
{
    /// <summary><c>rejected</c>, <c>expired</c> or <c>invalid</c>; null for any.</summary>
    public string? Kind { get; init; }

    /// <summary>Those that came then or later; null for any.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Those that came before then; null for any.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Those of this contact; null for any.</summary>
    public string? ContactId { get; init; }

    /// <summary>Those whose reason holds this text, in any case; null for any.</summary>
    public string? Reason { get; init; }

    /// <summary>Those of a tenant whose ids come after this one; null for the first.</summary>
    public string? After { get; init; }

    /// <summary>Whether the letter is wanted.</summary>
    public bool Wants(DeadLetter letter) =>
        (Tenant is null || letter.Tenant == Tenant)
        && (Kind is null || letter.Kind == Kind)
        && (Since is null || letter.At >= Since)
        && (Until is null || letter.At < Until)
        && (ContactId is null || letter.ContactId == ContactId)
        && (Reason is null || letter.Reason.Contains(Reason, StringComparison.OrdinalIgnoreCase));
}
