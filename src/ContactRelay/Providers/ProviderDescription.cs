namespace ContactRelay.Providers;

/// <summary>What people have to know to set up a tenant of a provider.</summary>
public sealed record ProviderDescription
{
    /// <summary>The name in a tenant's document.</summary>
    public required string Name { get; init; }

    /// <summary>What it is called by people.</summary>
    public required string Title { get; init; }

    /// <summary>Other names that mean the same.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>The address that all of its customers share; null where each has its own.</summary>
    public string? DefaultBaseUrl { get; init; }

    /// <summary>The names in a tenant's <c>settings</c> that it knows.</summary>
    public IReadOnlyList<string> Settings { get; init; } = [];

    /// <summary>Those of them that it cannot do without.</summary>
    public IReadOnlyList<string> RequiredSettings { get; init; } = [];

    /// <summary>Its own words for a contact's subscription, where its settings hold one.</summary>
    public IReadOnlyList<string> Statuses { get; init; } = [];

    /// <summary>The paths of the canonical fields that it has a place for; others need the tenant's <c>fieldMap</c>.</summary>
    public required IReadOnlyList<string> Fields { get; init; }
}
