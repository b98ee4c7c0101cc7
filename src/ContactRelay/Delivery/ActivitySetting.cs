namespace ContactRelay.Delivery;

/// <summary>Whether the index of recent activity is written.</summary>
/// <param name="IsOn">Whether it is.</param>
public sealed record ActivitySetting(bool IsOn)
{
    /// <summary>The configuration key that switches it off with <c>off</c>: it costs a storage transaction for each delivery.</summary>
    public const string Key = "Activity";
}
