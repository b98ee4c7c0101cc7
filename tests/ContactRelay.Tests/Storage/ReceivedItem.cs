namespace ContactRelay.Tests.Storage;

/// <summary>A message as a host receives it; <paramref name="Handle"/> is the implementation's own.</summary>
public sealed record ReceivedItem(string Id, string Text, DateTimeOffset InsertedAt, long DequeueCount, object Handle);
