namespace ContactRelay.Storage;

/// <summary>The storage is not configured, or not rightly; the message names the setting, and never its value.</summary>
public sealed class StorageConfigurationException(string message) : Exception(message);
