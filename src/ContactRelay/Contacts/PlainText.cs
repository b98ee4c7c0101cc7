using System.Globalization;
using System.Text;

namespace ContactRelay.Contacts;

/// <summary>Text of somebody else's that is shown on a page, in a log or on a terminal.</summary>
public static class PlainText
{
    // Parts of words in some scripts, and of emoji.
    private const int ZeroWidthNonJoiner = 0x200C;
    private const int ZeroWidthJoiner = 0x200D;

    /// <summary>
    /// The text with every character that acts on what shows it written out, as in <c>\u202E</c>: control characters, those that
    /// turn the direction of writing, and those that cannot be seen. A line break or tab becomes a space.
    /// </summary>
    public static string Escape(string text)
    {
        var first = 0;
        while (first < text.Length && !IsActing(text[first]))
        {
            first++;
        }

        if (first == text.Length)
        {
            return text;
        }

        var plain = new StringBuilder(text, 0, first, text.Length + 16);
        foreach (var rune in text[first..].EnumerateRunes())
        {
            _ = rune.Value is '\r' or '\n' or '\t' ? plain.Append(' ')
                : !IsActing(rune) ? plain.Append(rune.ToString())
                : rune.Value <= char.MaxValue ? plain.Append(CultureInfo.InvariantCulture, $"\\u{rune.Value:X4}")
                : plain.Append(CultureInfo.InvariantCulture, $"\\u{{{rune.Value:X}}}");
        }

        return plain.ToString();
    }

    private static bool IsActing(char c) => char.IsSurrogate(c) || IsActing(CharUnicodeInfo.GetUnicodeCategory(c), c);

    private static bool IsActing(Rune rune) => IsActing(Rune.GetUnicodeCategory(rune), rune.Value);

    private static bool IsActing(UnicodeCategory category, int value) => category switch
    {
        UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => true,
        UnicodeCategory.Format => value is not (ZeroWidthNonJoiner or ZeroWidthJoiner),
        _ => false,
    };
}
