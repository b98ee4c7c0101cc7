// A source-compatible part of the programming model of Azure Functions' isolated worker: only the members that the
// functions use, with the same names and the same semantics, so that the function classes that ship are the ones that
// run and are tested here.
namespace Microsoft.Azure.Functions.Worker;

/// <summary>Marks the parameter that takes the text of a queue's message.</summary>
/// <param name="queueName">The queue's name.</param>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class QueueTriggerAttribute(string queueName) : Attribute
{
    /// <summary>The queue's name.</summary>
    public string QueueName { get; } = queueName;
}
