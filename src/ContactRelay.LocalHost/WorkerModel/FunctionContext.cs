// A source-compatible part of the programming model of Azure Functions' isolated worker: only the members that the
// functions use, with the same names and the same semantics, so that the function classes that ship are the ones that
// run and are tested here.
namespace Microsoft.Azure.Functions.Worker;

/// <summary>One call of a function.</summary>
public abstract class FunctionContext
{
    /// <summary>What the host tells of the trigger.</summary>
    public abstract BindingContext BindingContext { get; }
}
