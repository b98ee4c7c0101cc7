using Newtonsoft.Json.Linq;

namespace ContactRelay.Intake.Hooks;

/// <summary>What came of a <see cref="ValueRule"/>.</summary>
/// <param name="Value">The value; JSON null where it was left empty; null where there is none.</param>
/// <param name="Problem">Why what was found cannot be used; null where it can.</param>
internal readonly record struct Evaluation(JToken? Value, string? Problem = null)
{
    /// <summary>The body has nothing for it.</summary>
    public static Evaluation Absent => default;

    /// <summary>What was found cannot be used.</summary>
    public static Evaluation Wrong(string problem) => new(null, problem);
}
