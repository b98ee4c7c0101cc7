namespace ContactRelay.Intake.Hooks;

/// <summary>How one value is found in a body, and what is made of it.</summary>
public sealed record ValueRule
{
    /// <summary>JSONPaths, of which the first that finds something counts.</summary>
    public IReadOnlyList<string> Paths { get; init; } = [];

    /// <summary>JSONPaths whose texts are put together, with a space between them; null where nothing is.</summary>
    public IReadOnlyList<string>? Join { get; init; }

    /// <summary>A constant, as JSON; null where it is none.</summary>
    public string? Constant { get; init; }

    /// <summary>What is done to the value, in this order.</summary>
    public IReadOnlyList<Conversion> Conversions { get; init; } = [];

    /// <summary>Texts to the JSON that takes their places, and <c>*</c> for all others; null for no such table.</summary>
    public IReadOnlyDictionary<string, string>? Map { get; init; }

    /// <summary>For the time of an event the unit of a number since 1970; null if the sender's is not known.</summary>
    public TimeUnit? Unit { get; init; }

    /// <summary>Whether an answer that was left empty clears the field; else it leaves the field alone.</summary>
    public bool IsClearedWhenEmpty { get; init; }

    /// <summary>The rule for a sender whose unit is known: dates that name neither a format nor a unit are in that.</summary>
    internal ValueRule In(TimeUnit? unit) => unit is null ? this : this with
    {
        Conversions = [.. Conversions.Select(conversion => conversion is { Kind: ConversionKind.Date, Format: null, Unit: null } ? conversion with { Unit = unit } : conversion)],
    };
}
