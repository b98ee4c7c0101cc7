// A source-compatible part of the programming model of Azure Functions' isolated worker: only the members that the
// functions use, with the same names and the same semantics, so that the function classes that ship are the ones that
// run and are tested here.
namespace Microsoft.Azure.Functions.Worker;

/// <summary>What the host tells of a trigger.</summary>
public abstract class BindingContext
{
    /// <summary>By name: for a queue's message <c>Id</c>, <c>DequeueCount</c>, <c>InsertionTime</c> and others.</summary>
    public abstract IReadOnlyDictionary<string, object?> BindingData { get; }
}
