using System.Net.Http.Headers;
using System.Text;
using System.Text.RegularExpressions;

namespace ContactRelay.Intake;

/// <summary>
/// What a <c>Content-Type</c> says, read as RFC 9110 has it and no stricter than senders are: a semicolon too many, a
/// parameter without a value, a boundary that should be quoted, the same header twice.
/// </summary>
/// <param name="Name">The type, such as <c>application/json</c>, in lower case.</param>
/// <param name="Charset">The character set; null if none is named.</param>
/// <param name="Boundary">For <c>multipart</c> what stands between its parts; null if none is named.</param>
public sealed partial record MediaType(string Name, string? Charset = null, string? Boundary = null)
{
    private static readonly string[] Utf8Names = ["utf-8", "utf8", "utf_8", "unicode-1-1-utf-8", "us-ascii", "ascii"];

    /// <summary>Whether it says JSON, or something that is JSON.</summary>
    public bool IsJson => Name is "application/json" or "text/json" || Name.EndsWith("+json", StringComparison.Ordinal);

    /// <summary>Whether text of it can be read as UTF-8.</summary>
    public bool IsUtf8 => Charset is null || Utf8Names.Contains(Charset, StringComparer.OrdinalIgnoreCase);

    /// <summary>The type that a header names; null if it names none, or several.</summary>
    public static MediaType? Parse(string? header)
    {
        if (string.IsNullOrWhiteSpace(header))
        {
            return null;
        }

        // A header that came twice is one with a comma between its values (RFC 9110, 5.2).
        var types = Twice().Split(header).Where(text => !string.IsNullOrWhiteSpace(text)).Select(ParseOne).ToArray();
        return types.Length > 0 && types.All(type => type is not null && type.Name == types[0]!.Name)
            ? new(types[0]!.Name, types.Select(type => type!.Charset).FirstOrDefault(charset => charset is not null), types.Select(type => type!.Boundary).FirstOrDefault(boundary => boundary is not null))
            : null;
    }

    private static MediaType? ParseOne(string text)
    {
        if (MediaTypeHeaderValue.TryParse(text, out var type) && type.MediaType is { } media)
        {
            var boundary = type.Parameters.FirstOrDefault(parameter => parameter.Name.Equals("boundary", StringComparison.OrdinalIgnoreCase))?.Value;
            return new(media.ToLowerInvariant(), Unquote(type.CharSet)?.Trim('\''), Unquote(boundary));
        }

        var parts = Parts(text);
        var name = parts[0].Trim().ToLowerInvariant();
        return Token().IsMatch(name) ? new(name, Parameter(parts, "charset")?.Trim('\''), Parameter(parts, "boundary")) : null;
    }

    private static string? Parameter(List<string> parts, string name) => parts.Skip(1)
        .Select(part => part.Split('=', 2))
        .Where(part => part.Length == 2 && part[0].Trim().Equals(name, StringComparison.OrdinalIgnoreCase))
        .Select(part => Unquote(part[1].Trim()))
        .FirstOrDefault(value => value is not null);

    /// <summary>What stands between the semicolons, but for those within quotes.</summary>
    private static List<string> Parts(string text)
    {
        var parts = new List<string>();
        var part = new StringBuilder();
        var isQuoted = false;
        for (var i = 0; i < text.Length; i++)
        {
            isQuoted ^= text[i] == '"' && (i == 0 || text[i - 1] != '\\');
            if (text[i] == ';' && !isQuoted)
            {
                parts.Add(part.ToString());
                part.Clear();
            }
            else
            {
                part.Append(text[i]);
            }
        }

        return [.. parts, part.ToString()];
    }

    /// <summary>The value without its quotes and escapes; null for an empty one.</summary>
    private static string? Unquote(string? value) =>
        (value is ['"', .. var inner] ? Escaped().Replace(inner.EndsWith('"') ? inner[..^1] : inner, "$1") : value) is { Length: > 0 } text ? text : null;

    [GeneratedRegex(@"^[!#$%&'*+.^_`|~0-9a-z-]+/[!#$%&'*+.^_`|~0-9a-z-]+\z")]
    private static partial Regex Token();

    [GeneratedRegex(@"\\(.)")]
    private static partial Regex Escaped();

    [GeneratedRegex(@",[ \t]*(?=[!#$%&'*+.^_`|~0-9A-Za-z-]+/[!#$%&'*+.^_`|~0-9A-Za-z-]+[ \t]*(?:[;,]|\z)|\z)")]
    private static partial Regex Twice();
}
