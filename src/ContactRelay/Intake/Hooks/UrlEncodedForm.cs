using System.Text;

namespace ContactRelay.Intake.Hooks;

/// <summary>Reads <c>application/x-www-form-urlencoded</c> (https://url.spec.whatwg.org/#urlencoded-parsing).</summary>
internal static class UrlEncodedForm
{
    /// <summary>
    /// The fields in order; in the character set that the form's own field names, if there is none here. Throws
    /// <see cref="DecoderFallbackException"/> for bytes that are not in the character set.
    /// </summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Read(ReadOnlySpan<byte> body, Encoding? charset)
    {
        var rest = body.StartsWith(Encoding.UTF8.Preamble) ? body[Encoding.UTF8.Preamble.Length..] : body;
        var known = charset ?? Named(rest) ?? Charset.Utf8;
        var fields = new List<KeyValuePair<string, string>>();
        foreach (var range in rest.Split((byte)'&'))
        {
            var field = rest[range].Trim("\r\n"u8);
            var equals = field.IndexOf((byte)'=');
            if (!field.IsEmpty)
            {
                fields.Add(new(
                    Decode(equals < 0 ? field : field[..equals], known),
                    equals < 0 ? "" : Decode(field[(equals + 1)..], known)));
            }
        }

        return fields;
    }

    /// <summary>The text; a percent sign that no two hex digits follow stands for itself.</summary>
    public static string Decode(ReadOnlySpan<byte> text, Encoding charset)
    {
        var bytes = new byte[text.Length];
        var length = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '%' && i + 2 < text.Length && char.IsAsciiHexDigit((char)text[i + 1]) && char.IsAsciiHexDigit((char)text[i + 2]))
            {
                bytes[length++] = Convert.FromHexString([(char)text[i + 1], (char)text[i + 2]])[0];
                i += 2;
            }
            else
            {
                bytes[length++] = text[i] == '+' ? (byte)' ' : text[i];
            }
        }

        return charset.GetString(bytes, 0, length);
    }

    private static Encoding? Named(ReadOnlySpan<byte> form)
    {
        foreach (var range in form.Split((byte)'&'))
        {
            var field = form[range].Trim("\r\n"u8);
            if (field.StartsWith("_charset_="u8))
            {
                return FormCharset.Find(Decode(field["_charset_=".Length..], Encoding.Latin1));
            }
        }

        return null;
    }
}
