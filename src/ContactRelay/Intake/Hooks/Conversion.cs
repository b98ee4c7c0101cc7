namespace ContactRelay.Intake.Hooks;

/// <summary>What is done to a value that was found.</summary>
/// <param name="Kind">What.</param>
/// <param name="Format">For a date the format that it is written in; null for those that everybody reads the same.</param>
public sealed record Conversion(ConversionKind Kind, string? Format = null);
