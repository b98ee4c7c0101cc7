namespace ContactRelay.LocalHost.Storage;

/// <summary>The messages of one tenant that can be seen, and how many of its messages are in hand.</summary>
internal sealed class TenantLane
{
    private const string Start = "{\"tenant\":\"";

    /// <summary>Those that can be seen, the earliest first.</summary>
    public Queue<EmbeddedMessage> Ready { get; } = [];

    /// <summary>How many are in hand.</summary>
    public int InHand { get; set; }

    /// <summary>Whether it waits for its turn.</summary>
    public bool IsInTurn { get; set; }

    /// <summary>
    /// Which tenant a message is about, as far as its text shows at once: the service's own messages begin with it, and
    /// all others share a lane.
    /// </summary>
    public static ReadOnlySpan<char> Of(string text)
    {
        var end = text.StartsWith(Start, StringComparison.Ordinal) ? text.IndexOf('"', Start.Length) : -1;
        return end < 0 ? [] : text.AsSpan(Start.Length, end - Start.Length);
    }
}
