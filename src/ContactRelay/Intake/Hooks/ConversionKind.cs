namespace ContactRelay.Intake.Hooks;

/// <summary>A kind of <see cref="Conversion"/>.</summary>
public enum ConversionKind
{
    /// <summary>White space around a text is dropped.</summary>
    Trim,

    /// <summary>A text in lower case.</summary>
    Lower,

    /// <summary>The first of several values.</summary>
    First,

    /// <summary>A text as the number that it is.</summary>
    Number,

    /// <summary>A date as in ISO 8601: 1990-12-31.</summary>
    Date,

    /// <summary>Yes or no, in the words that forms have for it, as true or false.</summary>
    Boolean,

    /// <summary>For a question with its answer's ids in <c>value</c> and all <c>options</c>: the texts of those that were chosen.</summary>
    Labels,
}
