using ContactRelay.Contacts;
using ContactRelay.Mailboxes;

namespace ContactRelay.Delivery;

/// <summary>
/// The text of a wake-up that says nothing but which mailbox to look into, as almost all of the queue's messages do: written
/// and read without a JSON parser, for a tenth of its time.
/// </summary>
internal static class PlainWakeUp
{
    private const string Start = "{\"tenant\":";
    private const string Middle = ",\"contactId\":";
    private const string End = "}";

    /// <summary>The text.</summary>
    public static string Write(MailboxKey key) => string.Concat(Start, JsonText.Quote(key.TenantId), Middle + JsonText.Quote(key.ContactId), End);

    /// <summary>
    /// The mailbox that the text names; null where it is anything but what <see cref="Write"/> wrote of names in ASCII of which
    /// nothing had to be escaped.
    /// </summary>
    public static MailboxKey? TryRead(ReadOnlySpan<char> text) =>
        Take(ref text, Start) && TakeName(ref text) is { } tenant && Take(ref text, Middle) && TakeName(ref text) is { } contactId && text.SequenceEqual(End)
            ? new(tenant, contactId)
            : null;

    private static bool Take(ref ReadOnlySpan<char> text, string part)
    {
        var isNext = text.StartsWith(part, StringComparison.Ordinal);
        text = isNext ? text[part.Length..] : text;
        return isNext;
    }

    /// <summary>Takes a JSON string that is not empty; null where it holds more than printable ASCII, or an escape.</summary>
    private static string? TakeName(ref ReadOnlySpan<char> text)
    {
        var name = text.StartsWith('"') ? text[1..] : [];
        var length = name.IndexOf('"');
        if (length <= 0 || name[..length].Contains('\\') || name[..length].ContainsAnyExceptInRange(' ', '~'))
        {
            return null;
        }

        text = name[(length + 1)..];
        return name[..length].ToString();
    }
}
