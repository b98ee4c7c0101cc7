using System.Globalization;
using ContactRelay.LocalHost.WorkerHost;

namespace ContactRelay.LocalHost.Storage;

/// <summary>A message of the embedded queue.</summary>
/// <param name="Seq">Its number, and its key in the database.</param>
/// <param name="RowId">
/// Its id, where it has a row of its own. A wake-up that says nothing but its mailbox has none: where something is pending
/// there, it is made again after a start.
/// </param>
/// <param name="Queue">The queue it is on.</param>
/// <param name="Text">Its text.</param>
/// <param name="InsertedAt">When it was sent.</param>
/// <param name="VisibleAt">When it is next seen.</param>
/// <param name="DequeueCount">How often it has been received.</param>
internal sealed record EmbeddedMessage(
    long Seq, string? RowId, string Queue, string Text, DateTimeOffset InsertedAt, DateTimeOffset VisibleAt, long DequeueCount)
    : HostMessage(Queue, Text, InsertedAt, DequeueCount)
{
    /// <inheritdoc/>
    public override string Id => RowId ?? Seq.ToString(CultureInfo.InvariantCulture);

    /// <summary>Whether it has a row of its own.</summary>
    public bool HasRow => RowId is not null;
}
