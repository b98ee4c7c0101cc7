using System.Globalization;
using System.Net;
using System.Text.Json;
using ContactRelay.Intake;
using ContactRelay.Intake.Hooks;
using ContactRelay.Tenants;
using Microsoft.Azure.Functions.Worker.Http;

namespace ContactRelay.Functions.Http;

/// <summary>Answers webhooks.</summary>
internal static class HookAnswers
{
    private const string NothingToDo = "nothing to do";

    /// <summary>The answer to a body that is one update. That there is nothing to do is a success, so that it is not sent again.</summary>
    public static async Task<HttpResponseData> AnswerAsync(HttpRequestData request, Tenant tenant, HookResult result)
    {
        if (result.Intake is not { } intake)
        {
            return await request.AnswerAsync(HttpStatusCode.OK, writer => WriteStatus(writer, NothingToDo));
        }

        if (intake.Outcome != IntakeOutcome.Accepted)
        {
            return await request.AnswerAsync(HookProblems.Of(intake));
        }

        var url = request.StatusUrl(tenant.Id, result.ContactId, intake.UpdateId);
        var response = await request.AnswerAsync(HttpStatusCode.Accepted, writer => Views.WriteAccepted(writer, intake, url));
        response.Headers.Add("Location", url);
        if (intake.IsReplay)
        {
            response.Headers.Add("Idempotent-Replayed", "true");
        }

        return response;
    }

    /// <summary>
    /// The answer to a body of several events. If one of them may be taken later, all are to be sent again: those that
    /// were accepted are known by their ids.
    /// </summary>
    public static async Task<HttpResponseData> AnswerAsync(HttpRequestData request, Tenant tenant, IReadOnlyList<HookResult> results)
    {
        var passing = results.FirstOrDefault(result => result.IsPassing);
        var status = passing is not null ? HttpStatusCode.ServiceUnavailable
            : results.Any(result => result.Intake?.Outcome == IntakeOutcome.Accepted) ? HttpStatusCode.Accepted
            : results.Any(result => result.Intake is not null) ? HttpStatusCode.UnprocessableEntity
            : HttpStatusCode.OK;
        var response = await request.AnswerAsync(status, writer => WriteResults(writer, request, tenant, results));
        if (passing is not null)
        {
            var wait = HookProblems.Of(passing.Intake!).RetryAfter!.Value;
            response.Headers.Add("Retry-After", ((int)wait.TotalSeconds).ToString(CultureInfo.InvariantCulture));
        }

        return response;
    }

    /// <summary>What a body maps to, and what would come of it.</summary>
    public static void WritePreviews(Utf8JsonWriter writer, Hook hook, IEnumerable<(MappedUpdate Update, RequestPreview Preview)> previews)
    {
        writer.WriteStartObject();
        writer.WriteStartArray("updates");
        foreach (var (update, preview) in previews)
        {
            writer.WriteStartObject();
            writer.WriteString("status", update.IsNothing ? NothingToDo : preview.Errors.Count > 0 ? "refused" : "ok");
            writer.WriteText("eventId", update.EventId);
            writer.WriteText("contactId", update.ContactId.Length > 0 ? update.ContactId : null);
            writer.WriteTime("occurredAt", update.OccurredAt);
            if (!update.Patch.IsEmpty)
            {
                writer.WritePropertyName("patch");
                writer.WriteRawValue(update.Patch.Span);
            }

            writer.WritePointers("notFound", update.NotFound);
            writer.WriteErrors(update.Errors.Count > 0 ? update.Errors : [.. preview.Errors.Select(hook.Explain)]);
            if (preview.Errors.Count == 0 && !update.IsNothing)
            {
                writer.WritePropertyName("request");
                Views.WritePreview(writer, preview);
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteString("note", "Nothing was sent or stored, and no signature was asked for.");
        writer.WriteEndObject();
    }

    private static void WriteResults(Utf8JsonWriter writer, HttpRequestData request, Tenant tenant, IReadOnlyList<HookResult> results)
    {
        writer.WriteStartObject();
        writer.WriteStartArray("results");
        foreach (var result in results)
        {
            switch (result.Intake)
            {
                case null:
                    WriteStatus(writer, NothingToDo);
                    break;
                case { Outcome: IntakeOutcome.Accepted } accepted:
                    Views.WriteAccepted(writer, accepted, request.StatusUrl(tenant.Id, result.ContactId, accepted.UpdateId));
                    break;
                default:
                    writer.WriteStartObject();
                    writer.WriteString("status", result.IsPassing ? "not now" : "refused");
                    writer.WriteErrors(result.Intake.Errors);
                    writer.WriteEndObject();
                    break;
            }
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteStatus(Utf8JsonWriter writer, string status)
    {
        writer.WriteStartObject();
        writer.WriteString("status", status);
        writer.WriteEndObject();
    }
}
