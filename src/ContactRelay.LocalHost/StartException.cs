namespace ContactRelay.LocalHost;

/// <summary>ContactRelay cannot start, for a reason that its user can do something about.</summary>
internal sealed class StartException(string message, Exception? inner = null) : Exception(message, inner);
