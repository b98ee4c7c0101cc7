using System.Text.Json;
using System.Text.Unicode;

namespace ContactRelay.Sandbox.Json;

/// <summary>Reads request bodies that must be one JSON object.</summary>
internal static class JsonBody
{
    private static readonly JsonDocumentOptions Options = new() { AllowDuplicateProperties = false };

    /// <summary>The parsed object, or null for anything else.</summary>
    public static JsonDocument? ParseObject(ReadOnlyMemory<byte> body)
    {
        var document = Parse(body);
        if (document is null || document.RootElement.ValueKind == JsonValueKind.Object)
        {
            return document;
        }

        document.Dispose();
        return null;
    }

    /// <summary>The parsed JSON, or null if it is not JSON or holds text that is not Unicode.</summary>
    public static JsonDocument? Parse(ReadOnlyMemory<byte> body)
    {
        if (!Utf8.IsValid(body.Span))
        {
            return null;
        }

        JsonDocument? document = null;
        try
        {
            document = JsonDocument.Parse(body, Options);
            ThrowOnLoneSurrogate(body.Span, document.RootElement);
            return document;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            document?.Dispose();
            return null;
        }
    }

    // The parser takes an escaped half of a surrogate pair; only reading the text fails. Better here than half-way through a change.
    private static void ThrowOnLoneSurrogate(ReadOnlySpan<byte> body, JsonElement root)
    {
        if (body.IndexOf("\\u"u8) >= 0)
        {
            using var writer = new Utf8JsonWriter(Stream.Null);
            root.WriteTo(writer);
        }
    }
}
