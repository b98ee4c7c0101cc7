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

    /// <summary>Whether an answer that was left empty clears the field; else it leaves the field alone.</summary>
    public bool IsClearedWhenEmpty { get; init; }
}
