// A source-compatible part of the programming model of Azure Functions' isolated worker: only the members that the
// functions use, with the same names and the same semantics, so that the function classes that ship are the ones that
// run and are tested here.
namespace Microsoft.Azure.Functions.Worker;

/// <summary>Marks the parameter that takes the request of an HTTP function.</summary>
/// <param name="authLevel">Which of the host's keys a call must bring.</param>
/// <param name="methods">The HTTP methods, in any case.</param>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class HttpTriggerAttribute(AuthorizationLevel authLevel, params string[] methods) : Attribute
{
    /// <summary>The route, below the host's prefix.</summary>
    public string? Route { get; set; }

    /// <summary>The HTTP methods.</summary>
    public string[]? Methods { get; } = methods;

    /// <summary>Which of the host's keys a call must bring.</summary>
    public AuthorizationLevel AuthLevel { get; } = authLevel;
}
