using System.Text;

namespace ContactRelay.Storage.Tables;

/// <summary>
/// Any text as part of a key, and back. Tables refuse <c>/ \ # ?</c> and control characters in keys and advise against
/// <c>%</c> (https://learn.microsoft.com/rest/api/storageservices/understanding-the-table-service-data-model#characters-disallowed-in-key-fields);
/// <c>|</c> separates the parts of a key.
/// </summary>
/// <remarks>
/// Each such character becomes one of Unicode's private use, and one that is of those already goes behind a mark. So a
/// text never gets longer than its UTF-8, while hexadecimal escapes would let 256 bytes outgrow a key's 512 characters.
/// </remarks>
internal static class KeyText
{
    private const string Refused = "/\\#?%|";
    private const char FirstStandIn = '\uE000';
    private const char LastStandIn = '\uE0FE';
    private const char Mark = '\uE0FF';

    /// <summary>The text as part of a key.</summary>
    public static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length + 8);
        foreach (var c in text)
        {
            _ = c is >= FirstStandIn and <= Mark ? escaped.Append(Mark).Append(c)
                : char.IsControl(c) || Refused.Contains(c) ? escaped.Append((char)(FirstStandIn + c))
                : escaped.Append(c);
        }

        return escaped.ToString();
    }

    /// <summary>The text that <see cref="Escape"/> made this of.</summary>
    public static string Unescape(string escaped)
    {
        var text = new StringBuilder(escaped.Length);
        for (var i = 0; i < escaped.Length; i++)
        {
            _ = escaped[i] switch
            {
                Mark when i + 1 < escaped.Length => text.Append(escaped[++i]),
                >= FirstStandIn and <= LastStandIn => text.Append((char)(escaped[i] - FirstStandIn)),
                var c => text.Append(c),
            };
        }

        return text.ToString();
    }
}
