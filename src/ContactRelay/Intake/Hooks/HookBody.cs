using System.Text;
using System.Text.Json;
using Newtonsoft.Json.Linq;

namespace ContactRelay.Intake.Hooks;

/// <summary>What was read of a body.</summary>
/// <param name="Json">The body as JSON; null where it could not be read.</param>
/// <param name="Problem">What is wrong with it; null where nothing is.</param>
/// <param name="IsUnknownType">Whether what is wrong is its type.</param>
internal sealed record HookBody(JToken? Json, string? Problem = null, bool IsUnknownType = false)
{
    /// <summary>The most bytes that a body may have.</summary>
    public const int MaxBytes = 256 * 1024;

    /// <summary>How deep a body may nest.</summary>
    public const int MaxDepth = 64;

    private const string UnknownType = "Send application/json, application/x-www-form-urlencoded or multipart/form-data, in UTF-8, ISO 8859-1 or another character set of the Web.";

    /// <summary>Reads a body of JSON or of a form; a form's fields become the properties of an object.</summary>
    public static HookBody Read(ReadOnlyMemory<byte> body, string? contentType, MappingBudget budget)
    {
        if (MediaType.Parse(contentType) is not { } type || Charset.Find(type.Charset) is not { } charset)
        {
            return new(null, UnknownType, IsUnknownType: true);
        }

        try
        {
            return type.Name switch
            {
                _ when type.IsJson => new(HookJson.Read(charset.GetString(body.Span), budget)),
                "application/x-www-form-urlencoded" => new(FormTree.Build(UrlEncodedForm.Read(body.Span, type.Charset is null ? null : charset), budget)),
                "multipart/form-data" => ReadMultipart(body, type, charset, budget),
                _ => new(null, UnknownType, IsUnknownType: true),
            };
        }
        catch (JsonException e)
        {
            return new(null, $"The body is not JSON, nests deeper than {MaxDepth}, or has a name twice: line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}.");
        }
        catch (InvalidOperationException)
        {
            return new(null, "The body holds half of a surrogate pair, which is not Unicode text.");
        }
        catch (FormatException)
        {
            return new(null, "A part of the body is not in base64, as its Content-Transfer-Encoding says.");
        }
        catch (DecoderFallbackException)
        {
            return new(null, "The body is not in the character set that it says it is in; without a word, that is UTF-8.");
        }
    }

    private static HookBody ReadMultipart(ReadOnlyMemory<byte> body, MediaType type, Encoding charset, MappingBudget budget) =>
        type.Boundary is { } boundary && MultipartForm.Read(body.Span, boundary, charset) is { } fields
            ? new(FormTree.Build(fields, budget))
            : new(null, "The body is not multipart: its Content-Type names no boundary, or the boundary is not in it, or the last part breaks off.");
}
