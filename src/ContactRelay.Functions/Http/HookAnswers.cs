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
            return await request.AnswerAsync(HttpStatusCode.OK, writer => WriteNothing(writer, result));
        }

        if (intake.Outcome != IntakeOutcome.Accepted)
        {
            return await request.AnswerAsync(HookProblems.Of(intake));
        }

        var url = request.StatusUrl(tenant.Id, result.Update.ContactId, intake.UpdateId);
        var response = await request.AnswerAsync(HttpStatusCode.Accepted, writer => Views.WriteAccepted(writer, intake, url, notFound: result.Update.NotFound));
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

    /// <summary>
    /// What a body maps to, and what would come of it. If the call itself would be refused, so is this, with what it maps
    /// to beside what is wrong.
    /// </summary>
    public static async Task<HttpResponseData> AnswerAsync(HttpRequestData request, IReadOnlyList<(MappedUpdate Update, RequestPreview Preview)> previews)
    {
        var refused = previews.Where(preview => !preview.Update.IsNothing && preview.Preview.IsRefused).Select(preview => preview.Preview.Intake).ToArray();
        if (refused.Length == 0 || previews.Any(preview => !preview.Preview.IsRefused))
        {
            return await request.AnswerAsync(HttpStatusCode.OK, writer =>
            {
                writer.WriteStartObject();
                WritePreviews(writer, previews);
                writer.WriteEndObject();
            });
        }

        var problem = HookProblems.Of(refused[0]);
        return await request.AnswerAsync(
            problem with { Errors = [.. refused.SelectMany(result => result.Errors)] }, writer => WritePreviews(writer, previews));
    }

    private static void WritePreviews(Utf8JsonWriter writer, IEnumerable<(MappedUpdate Update, RequestPreview Preview)> previews)
    {
        writer.WriteStartArray("updates");
        foreach (var (update, preview) in previews)
        {
            writer.WriteStartObject();
            writer.WriteString("status", update.IsNothing ? NothingToDo : preview.IsRefused ? "refused" : "ok");
            writer.WriteText("eventId", update.EventId);
            writer.WriteText("contactId", update.ContactId.Length > 0 ? update.ContactId : null);
            writer.WriteTime("occurredAt", update.OccurredAt);
            if (!update.Patch.IsEmpty)
            {
                writer.WritePropertyName("patch");
                writer.WriteRawValue(update.Patch.Span);
            }

            writer.WritePointers("notFound", update.NotFound);
            writer.WriteErrors(preview.Errors);
            if (!preview.IsRefused)
            {
                writer.WritePropertyName("request");
                Views.WritePreview(writer, preview);
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteString("note", "Nothing was sent or stored, and no signature was asked for.");
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
                    WriteNothing(writer, result);
                    break;
                case { Outcome: IntakeOutcome.Accepted } accepted:
                    Views.WriteAccepted(writer, accepted, request.StatusUrl(tenant.Id, result.Update.ContactId, accepted.UpdateId), notFound: result.Update.NotFound);
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

    private static void WriteNothing(Utf8JsonWriter writer, HookResult result)
    {
        writer.WriteStartObject();
        writer.WriteString("status", NothingToDo);
        writer.WritePointers("notFound", result.Update.NotFound);
        writer.WriteEndObject();
    }
}
