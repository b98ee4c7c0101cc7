using System.Globalization;

namespace ContactRelay.Delivery;

/// <summary>A place in the index of recent activity, which goes from the newest to the oldest.</summary>
/// <param name="At">The time of the row there.</param>
/// <param name="Id">The id of its first update; of rows of the same time the lesser comes first.</param>
public readonly record struct ActivityPosition(DateTimeOffset At, string Id)
{
    /// <summary>The place that <see cref="ToString"/> wrote; null for anything else.</summary>
    public static ActivityPosition? Parse(string text)
    {
        var end = text.IndexOf('-', StringComparison.Ordinal);
        return end > 0
            && long.TryParse(text.AsSpan(0, end), NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds)
            && milliseconds <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
            ? new(DateTimeOffset.FromUnixTimeMilliseconds(milliseconds), text[(end + 1)..])
            : null;
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{At.ToUnixTimeMilliseconds()}-{Id}");
}
