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
        var error = AnswerStatus.Property(body, "error");
        var message = AnswerStatus.Word(error, "message") ?? AnswerStatus.Word(error);
        if (AnswerStatus.Classify(answer, message) is { } outcome)
        {
            return outcome;
        }

        return error.ValueKind != JsonValueKind.Undefined || !answer.IsSuccess ? AnswerStatus.Reject(answer, message)
            : Id(body) is { } id ? DeliveryOutcome.Delivered(id)
            : AnswerStatus.Unreadable(answer);
    }

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
                    ?? Wrappers.Select(name => Id(AnswerStatus.Property(element, name))).FirstOrDefault(id => id is not null);
            default:
                return null;
        }
    }
}
