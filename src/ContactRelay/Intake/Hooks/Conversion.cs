namespace ContactRelay.Intake.Hooks;

/// <summary>What is done to a value that was found.</summary>
/// <param name="Kind">What.</param>
/// <param name="Format">For a date the format that it is written in; null for those that everybody reads the same.</param>
/// <param name="Unit">For a date the unit of a number since 1970; null if the sender's is not known.</param>
public sealed record Conversion(ConversionKind Kind, string? Format = null, TimeUnit? Unit = null);

/// <summary>What a time since 1970 is counted in. Its digits alone do not tell: 1209600000 is in 2008 or in January 1970.</summary>
public enum TimeUnit
{
    /// <summary>Seconds.</summary>
    Seconds,

    /// <summary>Milliseconds.</summary>
    Milliseconds,
}
