using System.Collections.Immutable;
using System.Globalization;
using ContactRelay.Mailboxes;

namespace ContactRelay.Storage;

/// <summary>
/// A mailbox's counts as a short text beside its document, such as <c>12 Delivered=10 Rejected=1</c>: how many updates
/// were accepted, and how many reached each final status.
/// </summary>
internal static class LedgerText
{
    /// <summary>The text for a mailbox.</summary>
    public static string Write(Mailbox mailbox) =>
        string.Join(' ', mailbox.Counts.Select(count => $"{count.Key}={count.Value}").Prepend(mailbox.Sequence.ToString(CultureInfo.InvariantCulture)));

    /// <summary>What <see cref="Write"/> wrote.</summary>
    public static (long Accepted, ImmutableSortedDictionary<UpdateStatus, long> Counts) Read(string text)
    {
        var parts = text.Split(' ');
        return (
            long.Parse(parts[0], CultureInfo.InvariantCulture),
            parts.Skip(1).Select(part => part.Split('=')).ToImmutableSortedDictionary(
                part => Enum.Parse<UpdateStatus>(part[0]), part => long.Parse(part[1], CultureInfo.InvariantCulture)));
    }
}
