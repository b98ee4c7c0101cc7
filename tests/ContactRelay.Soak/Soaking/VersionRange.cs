namespace ContactRelay.Soak.Soaking;

/// <summary>What is known of an update's version, in milliseconds. An update that had no answer may have come in at any time until its caller gave up.</summary>
internal readonly record struct VersionRange(long Low, long High)
{
    /// <summary>A version that is known.</summary>
    public static VersionRange Exactly(DateTimeOffset time) => new(time.ToUnixTimeMilliseconds(), time.ToUnixTimeMilliseconds());

    /// <summary>Whether it is older, whatever the two really are.</summary>
    public bool IsOlderThan(VersionRange other) => High < other.Low;
}
