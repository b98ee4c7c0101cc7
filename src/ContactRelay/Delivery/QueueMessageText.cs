using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Text.Unicode;

namespace ContactRelay.Delivery;

/// <summary>The text of a message as its sender meant it, and what can be told of one that nothing else can be made of.</summary>
internal static partial class QueueMessageText
{
    // What is deeper says nothing of its message, and is refused anyway.
    private const int MaxDepth = 64;
    private const int MaxMilliseconds = 1000;

    private static readonly JsonReaderOptions Tolerant = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true, MaxDepth = MaxDepth };

    /// <summary>
    /// The JSON that a sender meant: plain or in base64, in UTF-8 or UTF-16, with a byte order mark, white space or NULs around it, or
    /// as a JSON string. What is no text in either encoding has a problem.
    /// </summary>
    public static (string Text, string? Problem) Decode(string text)
    {
        var plain = Trim(text);
        if (LooksLikeJson(plain) || FromBase64(plain) is not { } bytes)
        {
            return (Unwrap(plain), null);
        }

        var (decoded, problem) = FromBytes(bytes);
        decoded = Trim(decoded);
        return LooksLikeJson(decoded) ? (Unwrap(decoded), problem) : (plain, null);
    }

    /// <summary>
    /// The tenant and the contact that a message names, whatever is wrong with it otherwise: by its outermost properties as far as
    /// it is JSON, and if it is not, by what looks like them. Null if it names none.
    /// </summary>
    public static (string? Tenant, string? ContactId) Names(string text)
    {
        var (tenant, contactId, isJson) = NamesInJson(text);
        if (!isJson)
        {
            tenant ??= Match(TenantPattern(), text);
            contactId ??= Match(ContactPattern(), text);
        }

        return (tenant is null ? null : TenantId(tenant), contactId);
    }

    /// <summary>A tenant's id as it is written here: with white space around it or in another case it is the same.</summary>
    public static string TenantId(string text) => text.Trim().ToLowerInvariant();

    private static string Trim(string text)
    {
        var (start, end) = (0, text.Length);
        for (; start < end && IsAround(text[start]); start++)
        {
            // Skipped.
        }

        for (; end > start && IsAround(text[end - 1]); end--)
        {
            // Skipped.
        }

        return start == 0 && end == text.Length ? text : text[start..end];
    }

    private static bool IsAround(char c) => char.IsWhiteSpace(c) || c is '\0' or '\uFEFF';

    private static bool LooksLikeJson(string text) => text.Length > 0 && text[0] is '{' or '[' or '"';

    /// <summary>What a JSON string holds that is an object itself: whoever serializes a text that is JSON already gets one.</summary>
    private static string Unwrap(string text)
    {
        if (!text.StartsWith('"'))
        {
            return text;
        }

        try
        {
            using var json = JsonDocument.Parse(text);
            var inner = Trim(json.RootElement.GetString()!);
            return inner.StartsWith('{') ? inner : text;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return text;
        }
    }

    /// <summary>The bytes of base64 in either alphabet, padded or not, on one line or several; null if it is none.</summary>
    private static byte[]? FromBase64(string text)
    {
        var digits = new StringBuilder(text.Length + 3);
        foreach (var c in text)
        {
            _ = c switch
            {
                '-' => digits.Append('+'),
                '_' => digits.Append('/'),
                '=' or ' ' or '\r' or '\n' or '\t' => digits,
                _ => digits.Append(c),
            };
        }

        var padded = digits.Append('=', (4 - (digits.Length % 4)) % 4).ToString();
        var bytes = new byte[padded.Length / 4 * 3];
        return Convert.TryFromBase64String(padded, bytes, out var length) && length > 1 ? bytes[..length] : null;
    }

    private static (string Text, string? Problem) FromBytes(byte[] bytes)
    {
        var isBig = (bytes[0], bytes[1]) is (0xFE, 0xFF) or (0, not 0);
        if (isBig || (bytes[0], bytes[1]) is (0xFF, 0xFE) or (not 0, 0))
        {
            var text = new UnicodeEncoding(isBig, byteOrderMark: false).GetString(bytes);
            return (text, text.Contains('\uFFFD', StringComparison.Ordinal) ? "The message is not UTF-16." : null);
        }

        // Its names are in ASCII whatever the rest is in.
        return Utf8.IsValid(bytes) ? (Encoding.UTF8.GetString(bytes), null) : (Encoding.Latin1.GetString(bytes), "The message is not UTF-8.");
    }

    private static (string? Tenant, string? ContactId, bool IsJson) NamesInJson(string text)
    {
        var (tenant, contactId) = ((string?)null, (string?)null);
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(text), isFinalBlock: false, new(Tolerant));
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType is not JsonTokenType.PropertyName || reader.CurrentDepth > (text.StartsWith('[') ? 2 : 1))
                {
                    continue;
                }

                var name = reader.GetString()!;
                var plain = name.Replace("_", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal).Trim();
                var isTenant = Is(plain, "tenant") || Is(plain, "tenantId");
                if ((isTenant || Is(plain, "contactId")) && reader.Read() && Value(reader) is { } value)
                {
                    // The right name counts before one that is like it.
                    (tenant, contactId) = isTenant
                        ? (name == "tenant" ? value : tenant ?? value, contactId)
                        : (tenant, name == "contactId" ? value : contactId ?? value);
                }
            }

            return (tenant, contactId, reader.TokenType is JsonTokenType.EndObject or JsonTokenType.EndArray && reader.CurrentDepth == 0);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return (tenant, contactId, false);
        }
    }

    private static bool Is(string name, string wanted) => name.Equals(wanted, StringComparison.OrdinalIgnoreCase);

    private static string? Value(in Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.String when reader.GetString() is { Length: > 0 } text => text,
        JsonTokenType.Number => Encoding.UTF8.GetString(reader.ValueSpan),
        _ => null,
    };

    private static string? Match(Regex pattern, string text)
    {
        try
        {
            return pattern.Match(text) is { Success: true } match ? match.Groups["value"].Value : null;
        }
        catch (RegexMatchTimeoutException)
        {
            return null;
        }
    }

    // The id must have ended: what is cut within it may begin like another tenant's.
    [GeneratedRegex("""(?<![\w-])tenant(?:[_-]?id)?\\?["']?\s{0,9}[:=>]\s{0,9}\\?["']?(?<value>[a-z0-9-]{1,63})(?=[\s"'\\&<,;}])""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, MaxMilliseconds)]
    private static partial Regex TenantPattern();

    [GeneratedRegex("""(?<![\w-])contact[_-]?id\\?["']?\s{0,9}[:=>]\s{0,9}(?:\\?(?<quote>["'])(?<value>[^"'\\]{1,256})\\?\k<quote>|(?<value>[^\s"'\\&<,;}]{1,256})(?=[\s&<,;}]))""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, MaxMilliseconds)]
    private static partial Regex ContactPattern();
}
