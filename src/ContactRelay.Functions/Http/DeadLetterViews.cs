using System.Text.Json;
using ContactRelay.Contacts;
using ContactRelay.Delivery;
using ContactRelay.Intake;
using Microsoft.Azure.Functions.Worker.Http;

namespace ContactRelay.Functions.Http;

/// <summary>The JSON of dead letters. Names of fields, never their values, unless these or a preview are asked for.</summary>
internal static class DeadLetterViews
{
    public static void WritePage(Utf8JsonWriter writer, HttpRequestData request, IEnumerable<StoredDeadLetter> letters, bool withValues, string? next)
    {
        writer.WriteStartObject();
        writer.WriteStartArray("deadLetters");
        foreach (var (letter, _) in letters)
        {
            writer.WriteStartObject();
            WriteHead(writer, request, letter);
            writer.WriteString("kind", letter.Kind);
            writer.WriteString("reason", letter.Reason);
            writer.WriteTime("at", letter.At);
            if (letter.Update is { } update)
            {
                writer.WriteTime("acceptedAt", update.AcceptedAt);
                writer.WriteTime("version", DateTimeOffset.FromUnixTimeMilliseconds(update.Version.UnixMs));
                writer.WritePointers("fields", update.Changes.Paths);
                writer.WriteNumber("attemptCount", update.AttemptCount);
                if (update.OutcomeUnknown)
                {
                    writer.WriteBoolean("outcomeUnknown", true);
                }
            }

            writer.WriteText("message", letter.Text);
            writer.WriteText("text", withValues ? letter.Message : null);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteText("next", next);
        writer.WriteEndObject();
    }

    public static void WriteOutcomes(
        Utf8JsonWriter writer, HttpRequestData request, IReadOnlyList<(DeadLetter Letter, DeadLetterOutcome Outcome, IReadOnlyList<FieldError> Errors)> outcomes, bool isMore)
    {
        writer.WriteStartObject();
        WriteCounts(writer, outcomes.Count, isMore);
        foreach (var outcome in Enum.GetValues<DeadLetterOutcome>())
        {
            writer.WriteNumber(Word(outcome), outcomes.Count(decided => decided.Outcome == outcome));
        }

        writer.WriteStartArray("results");
        foreach (var (letter, outcome, errors) in outcomes)
        {
            writer.WriteStartObject();
            WriteHead(writer, request, letter);
            writer.WriteString("outcome", Word(outcome));
            if (errors.Count > 0)
            {
                writer.WritePropertyName("problem");
                writer.WriteProblem(Problem.Invalid(errors));
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    public static void WritePreviews(
        Utf8JsonWriter writer, HttpRequestData request, IReadOnlyList<(DeadLetter Letter, RequestPreview? Preview)> previews, bool isMore)
    {
        writer.WriteStartObject();
        WriteCounts(writer, previews.Count, isMore);
        writer.WriteNumber("contacts", previews.Select(preview => preview.Letter.ContactId).Distinct().Count());
        writer.WriteStartArray("results");
        foreach (var (letter, preview) in previews)
        {
            writer.WriteStartObject();
            WriteHead(writer, request, letter);
            if (preview is { IsRefused: true })
            {
                writer.WritePropertyName("problem");
                writer.WriteProblem(IntakeProblems.Of(preview.Intake));
            }
            else if (preview is not null)
            {
                writer.WritePropertyName("request");
                Views.WritePreview(writer, preview);
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteCounts(Utf8JsonWriter writer, int count, bool isMore)
    {
        writer.WriteNumber("matched", count);
        if (isMore)
        {
            writer.WriteBoolean("more", true);
        }
    }

    private static void WriteHead(Utf8JsonWriter writer, HttpRequestData request, DeadLetter letter)
    {
        writer.WriteString("id", letter.Id);
        writer.WriteText("contactId", letter.ContactId);
        if (letter is { Update: not null, ContactId: { } contactId })
        {
            writer.WriteString("statusUrl", request.StatusUrl(letter.Tenant, contactId, letter.Id));
        }
    }

    private static string Word(DeadLetterOutcome outcome) => JsonNamingPolicy.CamelCase.ConvertName(outcome.ToString());
}
