namespace ContactRelay.Intake.Hooks;

/// <summary>Reads <c>quoted-printable</c> (RFC 2045, 6.7).</summary>
internal static class QuotedPrintable
{
    /// <summary>The bytes; an equals sign that means nothing stands for itself, as the RFC suggests.</summary>
    public static byte[] Decode(ReadOnlySpan<byte> text)
    {
        var bytes = new List<byte>(text.Length);
        for (var at = 0; at < text.Length;)
        {
            var next = MultipartForm.SkipLine(text, at);
            var lineEnd = next - MultipartForm.LineEndLength(text[at..next]);

            // White space at the end of a line was put there on the way.
            var line = text[at..lineEnd].TrimEnd(" \t"u8);
            var isSoft = line.EndsWith("="u8);
            Decode(isSoft ? line[..^1] : line, bytes);
            if (!isSoft)
            {
                bytes.AddRange(text[lineEnd..next]);
            }

            at = next;
        }

        return [.. bytes];
    }

    private static void Decode(ReadOnlySpan<byte> line, List<byte> bytes)
    {
        for (var i = 0; i < line.Length; i++)
        {
            if (line[i] == '=' && i + 2 < line.Length && char.IsAsciiHexDigit((char)line[i + 1]) && char.IsAsciiHexDigit((char)line[i + 2]))
            {
                bytes.Add(Convert.FromHexString([(char)line[i + 1], (char)line[i + 2]])[0]);
                i += 2;
            }
            else
            {
                bytes.Add(line[i]);
            }
        }
    }
}
