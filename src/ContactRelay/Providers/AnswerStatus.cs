using System.Globalization;
using System.Text;
using System.Text.Json;
using ContactRelay.Contacts;

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
        401 => DeliveryOutcome.Unauthorized(Describe(answer, words)),

        // By itself it says nothing of the key: it may be about the one contact, or a firewall that dislikes one value.
        403 => FailureWords.Read(words) == FailureMeaning.KeyRefused
            ? DeliveryOutcome.Unauthorized(words!)
            : DeliveryOutcome.Forbidden(Describe(answer, words)),
        429 => DeliveryOutcome.Throttled(Describe(answer, words), answer.RetryAfter),

        // The tenant's account has to be paid for; nothing is wrong with the update.
        402 => DeliveryOutcome.RetryLater(Describe(answer, words), answer.RetryAfter),

        // What is in between gave up waiting: the provider may have applied it.
        408 or 502 or 504 => DeliveryOutcome.RetryLater(Describe(answer, words), answer.RetryAfter, isUnknown: true),
        409 or 423 or 425 or >= 500 => DeliveryOutcome.RetryLater(Describe(answer, words), answer.RetryAfter),
        < 200 => DeliveryOutcome.RetryLater(Describe(answer, words), isUnknown: true),
        >= 300 and < 400 => DeliveryOutcome.RetryLater(
            $"HTTP {answer.Status}: redirects are not followed; the tenant's baseUrl may have to change.", answer.RetryAfter),
        _ => null,
    };

    /// <summary>
    /// A refusal: for good if the provider says in its own words that it refuses the values or, by its status, the contact.
    /// If the words say that the key is refused or that it may work later, they count. An error that is not the
    /// provider's own comes from something in between, and is tried again.
    /// </summary>
    /// <param name="answer">The answer.</param>
    /// <param name="words">The provider's words; null if the answer has none.</param>
    /// <param name="isOwn">Whether the answer has the form of the provider's failures, even without words.</param>
    public static DeliveryOutcome Reject(ProviderAnswer answer, string? words, bool isOwn = false)
    {
        if (!isOwn && string.IsNullOrWhiteSpace(words))
        {
            return DeliveryOutcome.RetryLater($"HTTP {answer.Status}, but the answer is not in the provider's form: something in between may have sent it.", answer.RetryAfter);
        }

        return FailureWords.Read(words) switch
        {
            FailureMeaning.KeyRefused => DeliveryOutcome.Unauthorized(words!),
            FailureMeaning.Later => DeliveryOutcome.RetryLater(words!, answer.RetryAfter),
            _ => DeliveryOutcome.Rejected(Describe(answer, words), answer.Status is 404 or 410 ? RefusalScope.Contact : RefusalScope.Fields),
        };
    }

    /// <summary>A success: what the answer shows is learnt if it is about the contact that was asked for.</summary>
    /// <param name="contactId">The contact that was asked for.</param>
    /// <param name="recordId">The record that the answer names; null if it names none.</param>
    /// <param name="known">What was known before.</param>
    /// <param name="learn">What is known after an answer about the contact.</param>
    public static ProviderReading Deliver(string contactId, string? recordId, ContactFields known, Func<ContactFields> learn) =>
        recordId is null || IsSame(contactId, recordId)
            ? new(DeliveryOutcome.Delivered(recordId), learn())
            : new(DeliveryOutcome.Delivered(recordId, $"The provider answered about another record: {recordId}."), known);

    /// <summary>Whether two texts are the same id: as they stand, but for the case of letters, or as numbers.</summary>
    public static bool IsSame(string one, string other) =>
        string.Equals(one.Trim(), other.Trim(), StringComparison.OrdinalIgnoreCase)
        || (decimal.TryParse(one, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            && decimal.TryParse(other, NumberStyles.Float, CultureInfo.InvariantCulture, out var otherNumber)
            && number == otherNumber);

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
