using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace ContactRelay.Contacts;

/// <summary>
/// A contact's id at the provider: opaque text to us, so that ids over 2^53 and ids with any character survive.
/// </summary>
public static class ContactId
{
    /// <summary>The most bytes of UTF-8 that an id may have.</summary>
    public const int MaxBytes = 256;

    private const char Encoded = '~';
    private const string Reserved = "match:";
    private const string EncodedForm = "'~' and the base64url of its UTF-8 bytes, such as ~YS9i for a/b";

    private static readonly SearchValues<char> Controls =
        SearchValues.Create([.. Enumerable.Range(0, 0xA0).Select(code => (char)code).Where(char.IsControl)]);

    private static readonly SearchValues<char> LostInUrls = SearchValues.Create('/', '\\', '%');

    private static readonly char[] Separators = ['/', '\\'];

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>
    /// Reads a segment of a path as the host hands it over: percent-decoded once, but for <c>%2F</c>. Either the id or
    /// what is wrong with the segment is null.
    /// </summary>
    public static (string? Id, FieldError? Wrong) FromSegment(string segment) =>
        segment.StartsWith(Encoded) ? Decode(segment.AsSpan(1)) is { } id
            ? (id, null)
            : (null, Wrong($"A contact id in a URL that begins with '~' must be {EncodedForm}."))
        : segment.Contains('%', StringComparison.Ordinal)
            ? (null, Wrong($"The contact id in the URL must be percent-encoded UTF-8. One that holds '/', '\\' or '%' must be {EncodedForm}."))
        : segment.StartsWith(Reserved, StringComparison.Ordinal)
            ? (null, Wrong($"A contact id that begins with '{Reserved}' must be, in a URL, {EncodedForm}."))
        : (segment, null);

    /// <summary>The id as a segment of a URL's path, from which <see cref="FromSegment"/> reads it at any host.</summary>
    public static string ToSegment(string id) =>
        id.AsSpan().ContainsAny(LostInUrls) || id.StartsWith(Encoded) || id.StartsWith(Reserved, StringComparison.Ordinal)
            ? Encoded + Base64Url.EncodeToString(Encoding.UTF8.GetBytes(id))
            : Uri.EscapeDataString(id);

    /// <summary>What is wrong with the id whatever the provider, or null.</summary>
    public static FieldError? Check(string id) => id switch
    {
        "" => Wrong("The contact id is empty."),
        _ when !IsUnicode(id) => Wrong("The contact id holds half of a surrogate pair, which is not Unicode text."),
        _ when Encoding.UTF8.GetByteCount(id) > MaxBytes => Wrong($"The contact id is longer than {MaxBytes} bytes."),
        _ when id.AsSpan().ContainsAny(Controls) => Wrong("The contact id holds a control character."),
        _ when LeavesItsPlace(id) => Wrong("No part of the contact id between '/' or '\\' may be '.' or '..': a server may take it for another path."),
        _ => null,
    };

    /// <summary>
    /// Whether a part of the id is a dot segment (RFC 3986, section 5.2.4) to the provider's server or to anything before
    /// it. Some decode more than once, and some drop what follows a semicolon.
    /// </summary>
    private static bool LeavesItsPlace(string id)
    {
        for (var text = id; text.Contains('.', StringComparison.Ordinal) || text.Contains('%', StringComparison.Ordinal);)
        {
            if (Array.Exists(text.Split(Separators), part => part.Split(';')[0] is "." or ".."))
            {
                return true;
            }

            var decoded = Uri.UnescapeDataString(text);
            if (decoded == text)
            {
                return false;
            }

            text = decoded;
        }

        return false;
    }

    private static string? Decode(ReadOnlySpan<char> text)
    {
        try
        {
            return text.Length > 0 && Base64Url.IsValid(text) ? Strict.GetString(Base64Url.DecodeFromChars(text)) : null;
        }
        catch (Exception e) when (e is FormatException or DecoderFallbackException)
        {
            return null;
        }
    }

    private static bool IsUnicode(string id)
    {
        for (var i = 0; i < id.Length; i++)
        {
            if (char.IsSurrogate(id[i]) && !(i + 1 < id.Length && char.IsSurrogatePair(id[i], id[++i])))
            {
                return false;
            }
        }

        return true;
    }

    private static FieldError Wrong(string detail) => new(FieldError.ContactIdPointer, detail);
}
