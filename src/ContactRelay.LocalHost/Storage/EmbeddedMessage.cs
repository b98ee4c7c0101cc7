using ContactRelay.LocalHost.WorkerHost;

namespace ContactRelay.LocalHost.Storage;

/// <summary>A message of the embedded queue.</summary>
/// <param name="Seq">Its key in the database.</param>
/// <param name="Id">Its id.</param>
/// <param name="Queue">The queue it is on.</param>
/// <param name="Text">Its text.</param>
/// <param name="InsertedAt">When it was sent.</param>
/// <param name="VisibleAt">When it is next seen.</param>
/// <param name="DequeueCount">How often it has been received.</param>
internal sealed record EmbeddedMessage(
    long Seq, string Id, string Queue, string Text, DateTimeOffset InsertedAt, DateTimeOffset VisibleAt, long DequeueCount)
    : HostMessage(Queue, Id, Text, InsertedAt, DequeueCount)
{
    /// <summary>
    /// Whether it has a row of its own. A wake-up that says nothing but its mailbox has none: where something is pending
    /// there, it is made again after a start.
    /// </summary>
    public bool HasRow { get; init; } = true;
}
