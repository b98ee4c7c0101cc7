namespace ContactRelay.Simulation.Core;

/// <summary>Something that must hold did not.</summary>
internal sealed class BrokenPromiseException(string promise, Exception? inner = null) : Exception(promise, inner)
{
    /// <summary>The promise that an exception says was broken; of any other exception, where it came from.</summary>
    public static string Describe(Exception exception) => exception switch
    {
        BrokenPromiseException { InnerException: { } inner } => Describe(inner),
        BrokenPromiseException => exception.Message,
        _ => exception.ToString(),
    };
}
