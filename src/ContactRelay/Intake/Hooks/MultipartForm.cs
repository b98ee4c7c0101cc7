using System.Text;

namespace ContactRelay.Intake.Hooks;

/// <summary>
/// Reads <c>multipart/form-data</c> (RFC 7578): the fields that are text. Lines may end in LF alone, as some senders and
/// most recordings have them.
/// </summary>
internal static class MultipartForm
{
    /// <summary>
    /// The fields in order, without files; null where the body is not multipart or breaks off. Throws
    /// <see cref="DecoderFallbackException"/> for bytes that are not in the character set.
    /// </summary>
    public static IEnumerable<KeyValuePair<string, string>>? Read(ReadOnlySpan<byte> body, string boundary, Encoding charset)
    {
        var delimiter = Encoding.UTF8.GetBytes("--" + boundary);
        var fields = new List<KeyValuePair<string, string>>();
        var start = FindDelimiter(body, delimiter, 0);
        while (start >= 0)
        {
            var partStart = start + delimiter.Length;
            if (body[partStart..].StartsWith("--"u8))
            {
                return fields;
            }

            start = FindDelimiter(body, delimiter, partStart);
            if (start >= 0 && ReadPart(DropLineEnd(body[SkipLine(body, partStart)..start]), charset) is { } field)
            {
                fields.Add(field);
            }
        }

        return null;
    }

    /// <summary>Where the next delimiter is that begins a line, or -1.</summary>
    private static int FindDelimiter(ReadOnlySpan<byte> body, ReadOnlySpan<byte> delimiter, int from)
    {
        for (var at = from; ;)
        {
            var found = body[at..].IndexOf(delimiter);
            if (found < 0)
            {
                return -1;
            }

            at += found;
            var after = at + delimiter.Length;

            // A longer boundary may begin with this one.
            if ((at == 0 || body[at - 1] == '\n') && (after == body.Length || body[after] is (byte)'\r' or (byte)'\n' or (byte)'-' or (byte)' ' or (byte)'\t'))
            {
                return at;
            }

            at++;
        }
    }

    private static KeyValuePair<string, string>? ReadPart(ReadOnlySpan<byte> part, Encoding charset)
    {
        string? name = null;
        var isFile = false;
        var at = 0;
        while (at < part.Length)
        {
            var end = SkipLine(part, at);
            var line = charset.GetString(DropLineEnd(part[at..end]));
            at = end;
            if (line.Length == 0)
            {
                break;
            }

            if (line.StartsWith("Content-Disposition:", StringComparison.OrdinalIgnoreCase))
            {
                (name, isFile) = ReadDisposition(line["Content-Disposition:".Length..]);
            }
        }

        return name is null || isFile ? null : new(name, charset.GetString(part[at..]));
    }

    private static (string? Name, bool IsFile) ReadDisposition(string text)
    {
        var quoted = 0;
        string? name = null;
        var isFile = false;
        for (var start = 0; start < text.Length;)
        {
            // A semicolon within quotes divides nothing.
            var end = start;
            for (; end < text.Length && (quoted % 2 == 1 || text[end] != ';'); end++)
            {
                quoted += text[end] == '"' && (end == 0 || text[end - 1] != '\\') ? 1 : 0;
            }

            var parameter = text[start..end].Trim();
            if (parameter.StartsWith("name=", StringComparison.OrdinalIgnoreCase))
            {
                name = Unquote(parameter["name=".Length..]);
            }

            isFile |= parameter.StartsWith("filename", StringComparison.OrdinalIgnoreCase);
            start = end + 1;
        }

        return (name, isFile);
    }

    /// <summary>Browsers escape a quote in a name as <c>%22</c>, others with a backslash.</summary>
    private static string Unquote(string text) => (text is ['"', .. var inner, '"'] ? inner : text)
        .Replace("\\\"", "\"", StringComparison.Ordinal)
        .Replace("%22", "\"", StringComparison.Ordinal)
        .Replace("%0D", "\r", StringComparison.OrdinalIgnoreCase)
        .Replace("%0A", "\n", StringComparison.OrdinalIgnoreCase);

    private static int SkipLine(ReadOnlySpan<byte> text, int from)
    {
        var end = text[from..].IndexOf((byte)'\n');
        return end < 0 ? text.Length : from + end + 1;
    }

    private static ReadOnlySpan<byte> DropLineEnd(ReadOnlySpan<byte> text) =>
        text.EndsWith("\r\n"u8) ? text[..^2] : text.EndsWith("\n"u8) ? text[..^1] : text;
}
