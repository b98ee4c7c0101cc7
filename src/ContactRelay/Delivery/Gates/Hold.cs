namespace ContactRelay.Delivery.Gates;

/// <summary>A tenant's calls are held: none is made before a time.</summary>
/// <param name="Reason">Why.</param>
/// <param name="Words">That in words, the provider's or ours.</param>
/// <param name="Since">Since when.</param>
/// <param name="Until">Until when. Then one call is made to see whether it is over; of a throttled tenant all are.</param>
/// <param name="Times">How many times in a row it was found not to be over, which makes the next wait longer.</param>
/// <param name="ChangedAt">When it was placed or last found not to be over. What began before that says nothing new.</param>
/// <param name="ProbedUntil">Until when a call that finds out whether it is over is on its way; null where none is.</param>
/// <param name="SecretVersion">The version of the secret that was refused; null for another reason, or where there was none.</param>
/// <param name="Probe">Which call that is: it alone may make the hold longer.</param>
/// <param name="Contacts">The fingerprints of the contacts whose calls placed it or made it longer, the last one last, with spaces between.</param>
/// <param name="IsDoubted">Whether the provider asked for longer than is believed, so that one call finds out before all go on.</param>
/// <param name="IsPassed">Whether, since it ended by itself, another contact's call was answered.</param>
public sealed record Hold(
    HoldReason Reason, string Words, DateTimeOffset Since, DateTimeOffset Until, int Times, DateTimeOffset ChangedAt,
    DateTimeOffset? ProbedUntil = null, string? SecretVersion = null, string? Probe = null, string? Contacts = null,
    bool IsDoubted = false, bool IsPassed = false)
{
    private const int MaxContacts = 8;

    /// <summary>When the next call may be made, as far as is known.</summary>
    public DateTimeOffset NextTryAt => ProbedUntil > Until ? ProbedUntil.Value : Until;

    /// <summary>The fingerprints of the contacts that it is due to.</summary>
    public IReadOnlyList<string> ContactList() => Contacts?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [];

    /// <summary>These contacts, and one more at the end.</summary>
    internal static string? With(string? contacts, string contact) => contact.Length == 0
        ? contacts
        : string.Join(' ', (contacts ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries).Where(other => other != contact).TakeLast(MaxContacts - 1).Append(contact));
}
