namespace ContactRelay.Tenants;

/// <summary>How much may be asked of a tenant's provider, and for how long.</summary>
public sealed record TenantLimits
{
    /// <summary>How long dead letters are kept if nobody says.</summary>
    public static readonly TimeSpan DefaultDeadLetterAge = TimeSpan.FromDays(90);

    /// <summary>How long an update is tried before it is given up. Three days where the document says nothing.</summary>
    public TimeSpan MaxAge { get; init; } = TimeSpan.FromDays(3);

    /// <summary>How long a dead letter is kept. 90 days if the document says nothing.</summary>
    public TimeSpan DeadLetterAge { get; init; } = DefaultDeadLetterAge;

    /// <summary>The most calls a second, over all instances; null for no limit.</summary>
    public int? RequestsPerSecond { get; init; }

    /// <summary>The most calls at a time; null for no limit.</summary>
    public int? Concurrency { get; init; }
}
