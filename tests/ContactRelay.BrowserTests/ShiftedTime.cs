namespace ContactRelay.BrowserTests;

/// <summary>The system's clock, set back by some time that a test makes up for: so an hour passes in a moment.</summary>
internal sealed class ShiftedTime(TimeSpan behind) : TimeProvider
{
    private TimeSpan _behind = behind;

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() - _behind;

    public void Advance(TimeSpan time) => _behind -= time;
}
