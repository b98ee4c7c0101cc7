using System.Globalization;

namespace ContactRelay.Tests.Mailboxes.Model;

/// <summary>One step of a run.</summary>
/// <param name="Kind">What happens.</param>
/// <param name="Actor">To whom, where there are several.</param>
/// <param name="Count">How many times in a row.</param>
/// <param name="Choice">What decides whatever else there is to decide, such as the provider's answer.</param>
public sealed record Step(StepKind Kind, int Actor, int Count, int Choice)
{
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"new(StepKind.{Kind}, {Actor}, {Count}, {Choice})");
}
