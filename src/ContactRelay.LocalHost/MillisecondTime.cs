namespace ContactRelay.LocalHost;

/// <summary>
/// The system's clock in whole milliseconds, as times are stored: so a mailbox that was saved and one that is read again
/// are the same.
/// </summary>
internal sealed class MillisecondTime : TimeProvider
{
    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => DateTimeOffset.FromUnixTimeMilliseconds(System.GetUtcNow().ToUnixTimeMilliseconds());
}
