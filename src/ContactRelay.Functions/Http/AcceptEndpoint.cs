using System.Net;
using ContactRelay.Contacts;
using ContactRelay.Intake;
using ContactRelay.Tenants;
using Microsoft.Azure.Functions.Worker.Http;

namespace ContactRelay.Functions.Http;

/// <summary>Accepts one update, or shows what it would send.</summary>
public sealed class AcceptEndpoint(ApiGuard guard, SharedIntake intake, DryRun dryRun)
{
    private static readonly string[] MediaTypes = ["application/merge-patch+json", "application/json"];

    /// <summary>Handles the call; <paramref name="segment"/> is the contact's id as the URL has it.</summary>
    public Task<HttpResponseData> HandleAsync(HttpRequestData request, string tenantId, string segment, CancellationToken cancellationToken) =>
        guard.RunAsync(request, tenantId, segment, CallerAccess.Write, (tenant, key, access, cancellationToken) => HandleAsync(request, tenant, key.ContactId, access, cancellationToken), cancellationToken);

    private async Task<HttpResponseData> HandleAsync(
        HttpRequestData request, Tenant tenant, string contactId, CallerAccess access, CancellationToken cancellationToken)
    {
        var (body, problem) = await request.ReadJsonAsync(MediaTypes, IntakeRules.MaxUpdateBytes, cancellationToken);
        if (problem is not null)
        {
            return await request.AnswerAsync(problem);
        }

        var patch = PatchReader.Read(body);
        if (patch.Syntax is { } syntax)
        {
            return await request.AnswerAsync(Problem.NotJson(syntax));
        }

        var query = AcceptQuery.Read(request.Query);
        if (patch.Changes is not { } changes || query.Errors.Count > 0)
        {
            return await request.AnswerAsync(Problem.Invalid([.. patch.Errors, .. query.Errors]));
        }

        var options = new IntakeOptions
        {
            OccurredAt = query.OccurredAt,
            DeliverAt = query.DeliverAt,
            IdempotencyKey = request.Header("Idempotency-Key"),
        };
        return query.DryRun
            ? await AnswerAsync(request, await dryRun.ShowAsync(tenant, contactId, new(changes, options), mayRead: access == CallerAccess.Full, cancellationToken))
            : await AnswerAsync(request, tenant, contactId, await intake.AcceptAsync(tenant, contactId, changes, options, cancellationToken));
    }

    private static async Task<HttpResponseData> AnswerAsync(HttpRequestData request, Tenant tenant, string contactId, IntakeResult result)
    {
        if (result.Outcome is not IntakeOutcome.Accepted)
        {
            return await request.AnswerAsync(IntakeProblems.Of(result));
        }

        var url = request.StatusUrl(tenant.Id, contactId, result.UpdateId);
        var response = await request.AnswerAsync(HttpStatusCode.Accepted, writer => Views.WriteAccepted(writer, result, url));
        response.Headers.TryAddWithoutValidation("Location", url);
        if (result.IsReplay)
        {
            response.Headers.Add("Idempotent-Replayed", "true");
        }

        return response;
    }

    private static Task<HttpResponseData> AnswerAsync(HttpRequestData request, RequestPreview preview) => preview.IsRefused
        ? request.AnswerAsync(IntakeProblems.Of(preview.Intake))
        : request.AnswerAsync(HttpStatusCode.OK, writer => Views.WritePreview(writer, preview));
}
