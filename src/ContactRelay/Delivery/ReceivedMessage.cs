namespace ContactRelay.Delivery;

/// <summary>A message as the queue hands it over.</summary>
/// <param name="Text">Its text.</param>
/// <param name="Id">Its id.</param>
/// <param name="InsertedAt">When it was put on the queue.</param>
/// <param name="IsBulk">Whether it came on the queue for what comes in bulk.</param>
public sealed record ReceivedMessage(string Text, string Id, DateTimeOffset InsertedAt, bool IsBulk = false);
