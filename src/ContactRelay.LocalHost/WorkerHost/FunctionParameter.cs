namespace ContactRelay.LocalHost.WorkerHost;

/// <summary>A parameter of a function, to be bound at each call.</summary>
internal sealed record FunctionParameter(string Name, Type Type);
