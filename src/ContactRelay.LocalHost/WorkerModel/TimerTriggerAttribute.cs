// A source-compatible part of the programming model of Azure Functions' isolated worker: only the members that the
// functions use, with the same names and the same semantics, so that the function classes that ship are the ones that
// run and are tested here.
namespace Microsoft.Azure.Functions.Worker;

/// <summary>Marks the parameter that takes the tick of a timer.</summary>
/// <param name="schedule">When it ticks: six fields, from the seconds to the days of the week.</param>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class TimerTriggerAttribute(string schedule) : Attribute
{
    /// <summary>When it ticks.</summary>
    public string Schedule { get; } = schedule;
}
