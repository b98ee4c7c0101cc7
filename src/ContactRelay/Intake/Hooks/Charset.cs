using System.Text;

namespace ContactRelay.Intake.Hooks;

/// <summary>Character sets by the names that the Web has for them (https://encoding.spec.whatwg.org/#names-and-labels).</summary>
internal static class Charset
{
    /// <summary>UTF-8, and nothing that is not.</summary>
    public static readonly Encoding Utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    // On the Web ISO 8859-1 is what everybody sends under its name: windows-1252, with quotes and dashes in the place of control characters.
    private static readonly Encoding Windows1252 = CodePagesEncodingProvider.Instance.GetEncoding(1252)!;

    private static readonly string[] Utf8Names = ["utf-8", "utf8", "utf_8", "unicode-1-1-utf-8", "unicode11utf8", "unicode20utf8", "x-unicode20utf8"];

    private static readonly string[] Windows1252Names =
    [
        "ansi_x3.4-1968", "cp1252", "cp819", "csisolatin1", "ibm819", "iso-8859-1", "iso-ir-100", "iso8859-1", "iso88591", "iso_8859-1",
        "iso_8859-1:1987", "l1", "latin1", "latin-1", "windows-1252", "x-cp1252",
    ];

    /// <summary>The character set of this name; UTF-8 for none, null for one that is not known.</summary>
    public static Encoding? Find(string? name) => name?.Trim().ToLowerInvariant() switch
    {
        null or "" => Utf8,

        // Whoever says ASCII and sends more than that sends UTF-8.
        "us-ascii" or "ascii" => Utf8,
        var known when Utf8Names.Contains(known) => Utf8,
        var known when Windows1252Names.Contains(known) => Windows1252,
        var other => CodePagesEncodingProvider.Instance.GetEncoding(other, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback),
    };

    /// <summary>The text of a header, which senders write in either of the two.</summary>
    public static string ReadHeader(ReadOnlySpan<byte> bytes) => System.Text.Unicode.Utf8.IsValid(bytes) ? Utf8.GetString(bytes) : Windows1252.GetString(bytes);
}
