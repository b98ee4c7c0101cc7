namespace ContactRelay.Mailboxes;

/// <summary>
/// What decides which of two values of a field is the newer: the time the update speaks of, and in a tie the order in
/// which the mailbox accepted them.
/// </summary>
/// <param name="UnixMs">Milliseconds since 1970-01-01 UTC.</param>
/// <param name="Sequence">The mailbox's own count of accepted updates.</param>
public readonly record struct UpdateVersion(long UnixMs, long Sequence) : IComparable<UpdateVersion>
{
    /// <inheritdoc/>
    public int CompareTo(UpdateVersion other) =>
        UnixMs != other.UnixMs ? UnixMs.CompareTo(other.UnixMs) : Sequence.CompareTo(other.Sequence);

    /// <summary>Whether the left is the older.</summary>
    public static bool operator <(UpdateVersion left, UpdateVersion right) => left.CompareTo(right) < 0;

    /// <summary>Whether the left is the newer.</summary>
    public static bool operator >(UpdateVersion left, UpdateVersion right) => left.CompareTo(right) > 0;

    /// <summary>Whether the left is the older or the same.</summary>
    public static bool operator <=(UpdateVersion left, UpdateVersion right) => left.CompareTo(right) <= 0;

    /// <summary>Whether the left is the newer or the same.</summary>
    public static bool operator >=(UpdateVersion left, UpdateVersion right) => left.CompareTo(right) >= 0;
}
