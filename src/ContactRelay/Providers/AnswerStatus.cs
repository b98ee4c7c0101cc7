using System.Text;
using System.Text.Json;

namespace ContactRelay.Providers;

/// <summary>What an answer means by its HTTP status, where all providers agree.</summary>
internal static class AnswerStatus
{
    /// <summary>
    /// The outcome of an answer that says "not now" or "not you". Null for a success and for the other 4xx: there the
    /// body has to be read.
    /// </summary>
    public static DeliveryOutcome? Classify(ProviderAnswer answer, string? words) => answer.Status switch
    {
        401 or 403 => DeliveryOutcome.Unauthorized(Describe(answer, words)),
        429 => DeliveryOutcome.Throttled(Describe(answer, words), answer.RetryAfter),

        // What is in between gave up waiting: the provider may have applied it.
        408 or 502 or 504 => DeliveryOutcome.RetryLater(Describe(answer, words), answer.RetryAfter, isUnknown: true),
        409 or 423 or 425 or >= 500 => DeliveryOutcome.RetryLater(Describe(answer, words), answer.RetryAfter),
        < 200 => DeliveryOutcome.RetryLater(Describe(answer, words), isUnknown: true),
        >= 300 and < 400 => DeliveryOutcome.RetryLater(
            $"HTTP {answer.Status}: redirects are not followed; the tenant's baseUrl may have to change.", answer.RetryAfter),
        _ => null,
    };

    /// <summary>A refusal for good, about the contact where the status says that there is none.</summary>
    public static DeliveryOutcome Reject(ProviderAnswer answer, string? words) => DeliveryOutcome.Rejected(
        Describe(answer, words), answer.Status is 404 or 410 ? RefusalScope.Contact : RefusalScope.Fields);

    /// <summary>A success of which nothing can be made: it may come from something in between.</summary>
    public static DeliveryOutcome Unreadable(ProviderAnswer answer) => DeliveryOutcome.RetryLater(
        answer.IsCut
            ? $"HTTP {answer.Status}, but the answer is too long to be the provider's."
            : $"HTTP {answer.Status}, but the answer is not the one that the provider documents.",
        isUnknown: true);

    /// <summary>The body as JSON; undefined where it is not, or was cut.</summary>
    public static JsonElement Json(ProviderAnswer answer)
    {
        if (answer.IsCut)
        {
            return default;
        }

        // Some servers put a byte order mark first, which a reader of JSON may pass over (RFC 8259, section 8.1).
        var text = answer.Body.Span;
        var reader = new Utf8JsonReader(text.StartsWith(Encoding.UTF8.Preamble) ? text[Encoding.UTF8.Preamble.Length..] : text);
        try
        {
            // Only what a provider itself would write is taken: one value and nothing behind it.
            return JsonElement.TryParseValue(ref reader, out var element) && IsAtEnd(ref reader) ? element.Value : default;
        }
        catch (JsonException)
        {
            return default;
        }
    }

    /// <summary>An object's property; undefined where it is absent or null, or its parent is no object.</summary>
    public static JsonElement Property(JsonElement parent, string name)
    {
        if (parent.ValueKind != JsonValueKind.Object)
        {
            return default;
        }

        foreach (var property in parent.EnumerateObject())
        {
            if (IsNamed(property, name) && property.Value.ValueKind != JsonValueKind.Null)
            {
                return property.Value;
            }
        }

        return default;
    }

    /// <summary>The text or the digits of a property, or null.</summary>
    public static string? Word(JsonElement parent, string name) => Word(Property(parent, name));

    /// <summary>A text, or a number's digits as they stand, or null.</summary>
    public static string? Word(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => Text(element),
        JsonValueKind.Number => element.GetRawText(),
        _ => null,
    };

    private static bool IsNamed(JsonProperty property, string name)
    {
        try
        {
            return property.NameEquals(name);
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair: not a name that could be asked for.
            return false;
        }
    }

    private static string? Text(JsonElement element)
    {
        try
        {
            return element.GetString();
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair: not text that could be kept.
            return null;
        }
    }

    private static bool IsAtEnd(ref Utf8JsonReader reader) => !reader.Read();

    private static string Describe(ProviderAnswer answer, string? words) =>
        string.IsNullOrWhiteSpace(words) ? $"HTTP {answer.Status}" : words;
}
