using System.Collections.Immutable;

namespace ContactRelay.Mailboxes;

/// <summary>Arrays that keep only their last items.</summary>
internal static class BoundedArrays
{
    /// <summary>The items and one more, of which the first are let go where there would be more than <paramref name="max"/>.</summary>
    public static ImmutableArray<T> AddWithin<T>(this ImmutableArray<T> items, int max, T item) =>
        (items.Length < max ? items : items[^(max - 1)..]).Add(item);
}
