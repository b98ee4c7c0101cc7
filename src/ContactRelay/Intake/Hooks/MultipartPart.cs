using System.Text;
using System.Text.RegularExpressions;

namespace ContactRelay.Intake.Hooks;

/// <summary>One part of a <c>multipart/form-data</c> body.</summary>
/// <param name="Name">The field's name; null if it has none.</param>
/// <param name="IsFile">Whether it is a file, or something else that is no text.</param>
/// <param name="Type">What it says that it is; null if it says nothing.</param>
/// <param name="Encoding">How its bytes are written down, in lower case.</param>
/// <param name="Content">Where its content is in the body.</param>
internal sealed partial record MultipartPart(string? Name, bool IsFile, MediaType? Type, string Encoding, Range Content)
{
    private const string ExtendedName = "name*";

    /// <summary>Reads the headers of a part.</summary>
    public static MultipartPart Read(ReadOnlySpan<byte> body, Range range)
    {
        var part = body[range];
        var offset = range.Start.Value;
        var (end, content) = Headers(part);
        var headers = Folded().Replace(Charset.ReadHeader(part[..end]), " ").Split('\n')
            .Select(line => line.TrimEnd('\r').Split(':', 2))
            .Where(header => header.Length == 2)
            .ToLookup(header => header[0].Trim(), header => header[1].Trim(), StringComparer.OrdinalIgnoreCase);
        var parameters = Parameters(headers["Content-Disposition"].FirstOrDefault() ?? "");
        var type = MediaType.Parse(headers["Content-Type"].FirstOrDefault());
        var isFile = parameters.Keys.Any(key => key.StartsWith("filename", StringComparison.OrdinalIgnoreCase)) || (type is not null && !IsText(type));
        return new(
            parameters.TryGetValue(ExtendedName, out var extended) ? Extended(extended) : parameters.GetValueOrDefault("name"),
            isFile,
            type,
            headers["Content-Transfer-Encoding"].FirstOrDefault()?.ToLowerInvariant() ?? "",
            (offset + content)..range.End);
    }

    /// <summary>
    /// The text; in this character set if the part names none. Throws <see cref="DecoderFallbackException"/> and
    /// <see cref="FormatException"/> for bytes that are not what the part says.
    /// </summary>
    public string Text(ReadOnlySpan<byte> body, Encoding charset)
    {
        var content = body[Content];
        var decoded = Encoding switch
        {
            "base64" => Convert.FromBase64String(System.Text.Encoding.Latin1.GetString(content)),
            "quoted-printable" => QuotedPrintable.Decode(content),
            _ => content,
        };
        return (Type?.Charset is { } name ? Charset.Find(name) ?? Charset.Utf8 : charset).GetString(decoded);
    }

    /// <summary>Where the headers end, and where the content begins after the empty line.</summary>
    private static (int End, int Content) Headers(ReadOnlySpan<byte> part)
    {
        for (var at = 0; at < part.Length;)
        {
            var next = MultipartForm.SkipLine(part, at);
            if (next - at == MultipartForm.LineEndLength(part[at..next]))
            {
                return (at, next);
            }

            at = next;
        }

        return (part.Length, part.Length);
    }

    private static bool IsText(MediaType type) =>
        type.IsJson || type.Name.StartsWith("text/", StringComparison.Ordinal) || type.Name is "application/x-www-form-urlencoded" or "application/xml";

    private static Dictionary<string, string> Parameters(string disposition)
    {
        var parameters = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var isQuoted = false;
        for (var start = 0; start < disposition.Length;)
        {
            // A semicolon within quotes divides nothing.
            var end = start;
            for (; end < disposition.Length && (isQuoted || disposition[end] != ';'); end++)
            {
                isQuoted ^= disposition[end] == '"' && (end == 0 || disposition[end - 1] != '\\');
            }

            if (disposition[start..end].Split('=', 2) is [var name, var value])
            {
                parameters.TryAdd(name.Trim(), Unquote(value.Trim()));
            }

            start = end + 1;
        }

        return parameters;
    }

    /// <summary>Browsers escape a quote in a name as <c>%22</c>, others with a backslash.</summary>
    private static string Unquote(string text) => (text is ['"', .. var inner, '"'] ? inner : text)
        .Replace("\\\"", "\"", StringComparison.Ordinal)
        .Replace("%22", "\"", StringComparison.Ordinal)
        .Replace("%0D", "\r", StringComparison.OrdinalIgnoreCase)
        .Replace("%0A", "\n", StringComparison.OrdinalIgnoreCase);

    /// <summary>The text of <c>UTF-8''na%C3%AFve</c> (RFC 5987).</summary>
    private static string Extended(string value) => value.Split('\'', 3) is [var charset, _, var text] && Charset.Find(charset) is { } encoding
        ? UrlEncodedForm.Decode(System.Text.Encoding.UTF8.GetBytes(text.Replace("+", "%2B", StringComparison.Ordinal)), encoding)
        : value;

    [GeneratedRegex(@"\r?\n[ \t]+")]
    private static partial Regex Folded();
}
