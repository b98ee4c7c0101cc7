// A source-compatible part of the programming model of Azure Functions' isolated worker: only the members that the
// functions use, with the same names and the same semantics, so that the function classes that ship are the ones that
// run and are tested here.
namespace Microsoft.Azure.Functions.Worker;

/// <summary>Which of the host's keys a call must bring.</summary>
public enum AuthorizationLevel
{
    /// <summary>None: the function looks after itself.</summary>
    Anonymous,

    /// <summary>The master key.</summary>
    Admin,
}
