namespace ContactRelay.Tests.Mailboxes.Model;

/// <summary>A property did not hold; the message says which, and what led there.</summary>
public sealed class ModelException(string message) : Exception(message);
