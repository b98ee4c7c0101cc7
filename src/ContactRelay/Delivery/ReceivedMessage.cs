namespace ContactRelay.Delivery;

/// <summary>A message as the queue hands it over.</summary>
/// <param name="Text">Its text.</param>
/// <param name="Id">Its id.</param>
/// <param name="InsertedAt">When it was put on the queue.</param>
public sealed record ReceivedMessage(string Text, string Id, DateTimeOffset InsertedAt);
