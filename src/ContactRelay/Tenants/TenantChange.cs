using ContactRelay.Contacts;

namespace ContactRelay.Tenants;

/// <summary>What <see cref="TenantAdmin"/> did.</summary>
public sealed record TenantChange(TenantChangeOutcome Outcome)
{
    /// <summary>The document as it is stored now.</summary>
    public ReadOnlyMemory<byte> Document { get; init; }

    /// <summary>What is stored beside it.</summary>
    public TenantLife Life { get; init; } = new();

    /// <summary>Whether there was no such tenant before.</summary>
    public bool IsNew { get; init; }

    /// <summary>A new caller's key; null where none was made.</summary>
    public string? Key { get; init; }

    /// <summary>Whether it was refused because it is not JSON.</summary>
    public bool IsSyntax { get; init; }

    /// <summary>What is wrong, where it was refused.</summary>
    public IReadOnlyList<FieldError> Errors { get; init; } = [];

    /// <summary>The outcome alone: the rest may hold a key, and this text may reach a log.</summary>
    public override string ToString() => Outcome.ToString();
}
