using System.Globalization;
using Newtonsoft.Json.Linq;

namespace ContactRelay.Intake.Hooks;

/// <summary>
/// The digits that a number was written with, beside its token: the token's own value serves to compare it in filters,
/// and would make <c>1.1</c> of <c>1.10</c>. An annotation stays with a token that is copied.
/// </summary>
/// <param name="Json">The number as JSON.</param>
internal sealed record WrittenNumber(string Json)
{
    /// <summary>A token of the number.</summary>
    public static JValue Token(string json)
    {
        var token = long.TryParse(json, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var integer)
            ? new JValue(integer)
            : new JValue(double.Parse(json, NumberStyles.Float, CultureInfo.InvariantCulture));
        token.AddAnnotation(new WrittenNumber(json));
        return token;
    }
}
