// A source-compatible part of the programming model of Azure Functions' isolated worker: only the members that the
// functions use, with the same names and the same semantics, so that the function classes that ship are the ones that
// run and are tested here.
namespace Microsoft.Azure.Functions.Worker;

/// <summary>One tick of a timer.</summary>
public sealed class TimerInfo
{
    /// <summary>Whether it came later than it should have.</summary>
    public bool IsPastDue { get; set; }
}
