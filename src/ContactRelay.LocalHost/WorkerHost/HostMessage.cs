namespace ContactRelay.LocalHost.WorkerHost;

/// <summary>A message as the host receives it; what its storage needs to find it again is in a type of the storage's own.</summary>
/// <param name="Queue">The queue it is on.</param>
/// <param name="Text">Its text.</param>
/// <param name="InsertedAt">When it was sent.</param>
/// <param name="DequeueCount">How often it has been received.</param>
internal abstract record HostMessage(string Queue, string Text, DateTimeOffset InsertedAt, long DequeueCount)
{
    /// <summary>Its id.</summary>
    public abstract string Id { get; }
}
