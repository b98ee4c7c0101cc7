using System.Text.Json;

namespace ContactRelay.Providers.Everlytic;

/// <summary>Reads the answers of Everlytic's REST API.</summary>
internal static class EverlyticRest
{
    private static readonly string[] Wrappers = ["item", "collection", "data", "result", "contact"];

    /// <summary>
    /// The outcome. The documented answer is the contact's id alone; answers wrapped in <c>links</c>,
    /// <c>collection</c> and <c>item</c> have been seen too, and errors as <c>error.message</c>.
    /// </summary>
    public static DeliveryOutcome ReadAnswer(ProviderAnswer answer)
    {
        var body = AnswerStatus.Json(answer);
        var isError = body.ValueKind == JsonValueKind.Object && body.TryGetProperty("error", out var error) && error.ValueKind != JsonValueKind.Null;
        var message = isError ? Message(body.GetProperty("error")) : null;
        if (AnswerStatus.Classify(answer, message) is { } outcome)
        {
            return outcome;
        }

        return isError || !answer.IsSuccess ? AnswerStatus.Reject(answer, message)
            : Id(body) is { } id ? DeliveryOutcome.Delivered(id)
            : AnswerStatus.Unreadable(answer);
    }

    private static string? Message(JsonElement error) => AnswerStatus.Word(error, "message") ?? AnswerStatus.Word(error);

    private static string? Id(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Number:
                return element.GetRawText();
            case JsonValueKind.String:
                return AnswerStatus.Word(element) is { Length: > 0 } text && text.All(char.IsAsciiDigit) ? text : null;
            case JsonValueKind.Array:
                return element.EnumerateArray().Select(Id).FirstOrDefault(id => id is not null);
            case JsonValueKind.Object:
                return AnswerStatus.Word(element, "id")
                    ?? Wrappers.Select(name => element.TryGetProperty(name, out var inner) ? Id(inner) : null).FirstOrDefault(id => id is not null);
            default:
                return null;
        }
    }
}
