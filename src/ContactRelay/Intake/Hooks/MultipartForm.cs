using System.Text;

namespace ContactRelay.Intake.Hooks;

/// <summary>
/// Reads <c>multipart/form-data</c> (RFC 7578): the fields that are text. ASP.NET Core's MultipartReader would not do: it
/// refuses lines that end in LF alone, as some senders and most recordings have them, and reads no name in Latin-1.
/// </summary>
internal static class MultipartForm
{
    /// <summary>
    /// The fields in order, without files; null if the body is not multipart or breaks off. Throws
    /// <see cref="DecoderFallbackException"/> for bytes that are not in the character set, and
    /// <see cref="FormatException"/> for a part that is not in the encoding that it says it is in.
    /// </summary>
    public static IReadOnlyList<KeyValuePair<string, string>>? Read(ReadOnlySpan<byte> body, string boundary, Encoding charset)
    {
        var delimiter = Encoding.UTF8.GetBytes("--" + boundary);
        var parts = new List<MultipartPart>();
        var start = FindDelimiter(body, delimiter, 0);
        while (start >= 0)
        {
            var partStart = start + delimiter.Length;
            if (body[partStart..].StartsWith("--"u8))
            {
                return Read(body, parts, charset);
            }

            start = FindDelimiter(body, delimiter, partStart);
            if (start >= 0)
            {
                var from = SkipLine(body, partStart);
                var to = start - LineEndLength(body[..start]);
                if (from < to)
                {
                    parts.Add(MultipartPart.Read(body, from..to));
                }
            }
        }

        return null;
    }

    /// <summary>Past the end of the line.</summary>
    public static int SkipLine(ReadOnlySpan<byte> text, int from)
    {
        var end = text[from..].IndexOf((byte)'\n');
        return end < 0 ? text.Length : from + end + 1;
    }

    /// <summary>How many bytes at the end of the text are the end of its line.</summary>
    public static int LineEndLength(ReadOnlySpan<byte> text) => text.EndsWith("\r\n"u8) ? 2 : text.EndsWith("\n"u8) ? 1 : 0;

    private static List<KeyValuePair<string, string>> Read(ReadOnlySpan<byte> body, List<MultipartPart> parts, Encoding charset)
    {
        // A part of this name has the character set of those that name none (RFC 7578, 4.6).
        var named = parts.Find(part => part is { Name: FormCharset.Field, IsFile: false });
        var common = named is null ? charset : FormCharset.Find(named.Text(body, charset)) ?? charset;
        var fields = new List<KeyValuePair<string, string>>();
        foreach (var part in parts.Where(part => part is { Name: not null, IsFile: false }))
        {
            fields.Add(new(part.Name!, part.Text(body, common)));
        }

        return fields;
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
}
