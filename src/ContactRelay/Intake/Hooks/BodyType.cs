using System.Buffers;
using System.Text;

namespace ContactRelay.Intake.Hooks;

/// <summary>What a body is whose sender does not say so, or says what its tool says of every body: <c>curl -d</c> calls JSON a form.</summary>
internal static class BodyType
{
    private const string Json = "application/json";
    private const string Form = "application/x-www-form-urlencoded";

    private static readonly SearchValues<byte> WhiteSpace = SearchValues.Create(" \t\r\n"u8);
    private static readonly SearchValues<byte> NeverInForms = SearchValues.Create(" \t\r\n<>\"{}"u8);

    /// <summary>The body and its content type: those that came, unless the type is missing or a form is JSON.</summary>
    public static (ReadOnlyMemory<byte> Body, string? ContentType) Guess(ReadOnlyMemory<byte> body, string? contentType)
    {
        var text = WithoutMark(body.Span);
        if (string.IsNullOrWhiteSpace(contentType))
        {
            return text is [(byte)'{' or (byte)'[', ..] ? (body, Json) : IsForm(text) ? (body, Form) : (body, contentType);
        }

        if (!contentType.AsSpan().TrimStart().StartsWith(Form, StringComparison.OrdinalIgnoreCase))
        {
            return (body, contentType);
        }

        var parameters = contentType.IndexOf(';', StringComparison.Ordinal) is var i and >= 0 ? contentType[i..] : "";
        return IsJson(text) ? (body, Json + parameters) : Unescaped(text) is { } unescaped ? (unescaped, Json) : (body, contentType);
    }

    /// <summary>Whether it begins as no form does, not even one whose names were not encoded.</summary>
    private static bool IsJson(ReadOnlySpan<byte> text) => text.IsEmpty ? false : (text[0], After(text)) is
        ((byte)'{', (byte)'"' or (byte)'}') or ((byte)'[', (byte)'{' or (byte)'[' or (byte)'"');

    private static byte After(ReadOnlySpan<byte> text) => text[1..].IndexOfAnyExcept(WhiteSpace) is var i and >= 0 ? text[i + 1] : default;

    private static bool IsForm(ReadOnlySpan<byte> text)
    {
        var trimmed = text[..(text.LastIndexOfAnyExcept(WhiteSpace) + 1)];
        return trimmed.IsEmpty || (trimmed.Contains((byte)'=') && !trimmed.ContainsAny(NeverInForms));
    }

    /// <summary>The JSON of a form that is one name without a value, as a tool makes it that takes all of the JSON for a name; null for any other form.</summary>
    private static byte[]? Unescaped(ReadOnlySpan<byte> text)
    {
        if (text is not [(byte)'%', ..] || text.Contains((byte)'&'))
        {
            return null;
        }

        var name = Encoding.Latin1.GetString(text).TrimEnd();
        var json = Encoding.UTF8.GetBytes(Uri.UnescapeDataString(name.EndsWith('=') ? name[..^1].Replace('+', ' ') : name.Replace('+', ' ')));
        return !name.TrimEnd('=').Contains('=', StringComparison.Ordinal) && IsJson(json) ? json : null;
    }

    private static ReadOnlySpan<byte> WithoutMark(ReadOnlySpan<byte> body)
    {
        var text = body.StartsWith(Encoding.UTF8.Preamble) ? body[Encoding.UTF8.Preamble.Length..] : body;
        return text.IndexOfAnyExcept(WhiteSpace) is var i and >= 0 ? text[i..] : [];
    }
}
