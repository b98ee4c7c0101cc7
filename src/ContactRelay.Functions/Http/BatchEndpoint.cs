using System.Net;
using System.Text.Json;
using ContactRelay.Intake;
using ContactRelay.Tenants;
using Microsoft.Azure.Functions.Worker.Http;

namespace ContactRelay.Functions.Http;

/// <summary>Accepts a batch, and says of each of its items what came of it.</summary>
public sealed class BatchEndpoint(ApiGuard guard, BatchIntake intake)
{
    private const string Json = "application/json";
    private const string Lines = "application/x-ndjson";

    /// <summary>Handles the call.</summary>
    public Task<HttpResponseData> HandleAsync(HttpRequestData request, string tenantId, CancellationToken cancellationToken) =>
        guard.RunAsync(request, tenantId, CallerAccess.Write, (tenant, _, cancellationToken) => HandleAsync(request, tenant, cancellationToken), cancellationToken);

    private async Task<HttpResponseData> HandleAsync(HttpRequestData request, Tenant tenant, CancellationToken cancellationToken)
    {
        if (request.Query["dryRun"] is not (null or "false"))
        {
            return await request.AnswerAsync(Problem.Invalid([new("/dryRun", "A batch has no dry run, and nothing was stored: make one of each of its updates.")]));
        }

        var isLines = request.IsOfType(Lines);
        if (!isLines && !request.IsOfType(Json))
        {
            return await request.AnswerAsync(Problem.UnsupportedMediaType($"{Json} for an array of updates, or {Lines}"));
        }

        var batch = await CallDeadline.WhileReadingAsync(() => BatchReader.ReadAsync(request.Body, isLines, cancellationToken));
        if (batch.Failure is { } failure)
        {
            return await request.AnswerAsync(Refusal(failure, batch.Detail));
        }

        var results = await intake.AcceptAsync(tenant, batch.Items, cancellationToken);
        return await request.AnswerAsync(HttpStatusCode.Accepted, writer => Write(writer, request, tenant, batch.Items, results));
    }

    private static Problem Refusal(BatchFailure failure, string detail) => failure switch
    {
        BatchFailure.NotJson => Problem.NotJson(detail),
        BatchFailure.NotAnArray => Problem.Invalid([new("", detail)]),
        _ => new(ProblemType.TooLarge, detail),
    };

    private static void Write(
        Utf8JsonWriter writer, HttpRequestData request, Tenant tenant, IReadOnlyList<BatchItem> items, IReadOnlyList<IntakeResult> results)
    {
        writer.WriteStartObject();
        var accepted = results.Count(result => result.Outcome is IntakeOutcome.Accepted);
        writer.WriteNumber("accepted", accepted);
        writer.WriteNumber("refused", results.Count - accepted);
        writer.WriteStartArray("results");
        foreach (var (item, result) in items.Zip(results))
        {
            if (result.Outcome is IntakeOutcome.Accepted)
            {
                Views.WriteAccepted(writer, result, request.StatusUrl(tenant.Id, item.ContactId, result.UpdateId), sayReplayed: true);
            }
            else
            {
                writer.WriteStartObject();
                writer.WritePropertyName("problem");
                writer.WriteProblem(IntakeProblems.Of(result));
                writer.WriteEndObject();
            }
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
