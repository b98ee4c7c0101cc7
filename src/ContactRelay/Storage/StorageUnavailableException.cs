namespace ContactRelay.Storage;

/// <summary>The storage cannot be reached, or failed. Whether what was asked of it has happened is not known.</summary>
public sealed class StorageUnavailableException(string message, Exception? inner = null) : Exception(message, inner);
