using System.Text.Json;
using ContactRelay.Contacts;

namespace ContactRelay.Providers.Everlytic;

/// <summary>Reads the answers of Everlytic's REST API.</summary>
internal static class EverlyticRest
{
    private static readonly string[] Wrappers = ["item", "collection", "data", "result", "contact"];

    /// <summary>
    /// The outcome. The documented answer is the contact's id alone; answers wrapped in <c>links</c>,
    /// <c>collection</c> and <c>item</c> have been seen too, and errors as <c>error.message</c>.
    /// </summary>
    public static DeliveryOutcome ReadAnswer(ProviderAnswer answer, string contactId)
    {
        var body = AnswerStatus.Json(answer);
        var error = AnswerStatus.Property(body, "error");
        var message = AnswerStatus.Word(error, "message") ?? AnswerStatus.Word(error);
        if (AnswerStatus.Classify(answer, message) is { } outcome)
        {
            return outcome;
        }

        var isRefused = error.ValueKind != JsonValueKind.Undefined;
        if (isRefused || !answer.IsSuccess)
        {
            return AnswerStatus.Reject(answer, message, isRefused);
        }

        // Of a collection the contact that was asked for, if it is there.
        var ids = Ids(body).ToArray();
        return ids.Length == 0
            ? AnswerStatus.Unreadable(answer)
            : AnswerStatus.Deliver(contactId, ids.FirstOrDefault(id => AnswerStatus.IsSame(contactId, id)) ?? ids[0], ContactFields.Empty, () => ContactFields.Empty).Outcome;
    }

    private static IEnumerable<string> Ids(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Number => [element.GetRawText()],
        JsonValueKind.String => AnswerStatus.Word(element) is { Length: > 0 } text && text.All(char.IsAsciiDigit) ? [text] : [],
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Ids),
        JsonValueKind.Object => AnswerStatus.Word(element, "id") is { } id ? [id] : Wrappers.SelectMany(name => Ids(AnswerStatus.Property(element, name))),
        _ => [],
    };
}
