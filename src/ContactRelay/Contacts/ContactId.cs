using System.Buffers;
using System.Text;

namespace ContactRelay.Contacts;

/// <summary>
/// A contact's id at the provider: opaque text to us, so that ids over 2^53 and ids with any character survive.
/// </summary>
public static class ContactId
{
    /// <summary>The most bytes of UTF-8 that an id may have.</summary>
    public const int MaxBytes = 256;

    private static readonly SearchValues<char> Controls =
        SearchValues.Create([.. Enumerable.Range(0, 0xA0).Select(code => (char)code).Where(char.IsControl)]);

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>
    /// The id in a segment of a URL's path, percent-decoded exactly once (RFC 3986, section 2.1), or null where the
    /// segment is not UTF-8.
    /// </summary>
    public static string? FromPathSegment(string segment)
    {
        var bytes = new byte[segment.Length];
        var length = 0;
        for (var i = 0; i < segment.Length; i++)
        {
            if (segment[i] == '%')
            {
                if (i + 2 >= segment.Length || !char.IsAsciiHexDigit(segment[i + 1]) || !char.IsAsciiHexDigit(segment[i + 2]))
                {
                    return null;
                }

                bytes[length++] = Convert.FromHexString(segment.AsSpan(i + 1, 2))[0];
                i += 2;
            }
            else if (char.IsAscii(segment[i]))
            {
                bytes[length++] = (byte)segment[i];
            }
            else
            {
                return null;
            }
        }

        try
        {
            return Strict.GetString(bytes, 0, length);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    /// <summary>What is wrong with the id whatever the provider, or null.</summary>
    public static FieldError? Check(string id) => id switch
    {
        "" => Wrong("The contact id is empty."),
        "." or ".." => Wrong("The contact id must not be '.' or '..': no URL can carry it."),
        _ when Encoding.UTF8.GetByteCount(id) > MaxBytes => Wrong($"The contact id is longer than {MaxBytes} bytes."),
        _ when id.AsSpan().ContainsAny(Controls) => Wrong("The contact id holds a control character."),
        _ => null,
    };

    private static FieldError Wrong(string detail) => new(FieldError.ContactIdPointer, detail);
}
