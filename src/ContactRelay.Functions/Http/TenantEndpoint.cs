using System.Net;
using System.Text.Json;
using ContactRelay.Tenants;
using Microsoft.Azure.Functions.Worker.Http;

namespace ContactRelay.Functions.Http;

/// <summary>Shows and changes tenants. The host has checked its master key before any of these.</summary>
public sealed class TenantEndpoint(ApiGuard guard, TenantAdmin tenants)
{
    private const int MaxDocumentBytes = 64 * 1024;

    private static readonly Problem NoSuchTenant = Problem.NotFound("There is no such tenant.");

    /// <summary>Shows the tenant's document.</summary>
    public Task<HttpResponseData> ReadAsync(HttpRequestData request, string id, CancellationToken cancellationToken) =>
        guard.RunAsync(request, async () => await tenants.FindAsync(id, cancellationToken) is { } document
            ? await request.AnswerAsync(HttpStatusCode.OK, document)
            : await request.AnswerAsync(NoSuchTenant));

    /// <summary>Stores the tenant's document.</summary>
    public Task<HttpResponseData> PutAsync(HttpRequestData request, string id, CancellationToken cancellationToken) =>
        guard.RunAsync(request, async () =>
        {
            var (document, problem) = await request.ReadJsonAsync(["application/json"], MaxDocumentBytes, cancellationToken);
            if (problem is not null)
            {
                return await request.AnswerAsync(problem);
            }

            var change = await tenants.PutAsync(id, document, cancellationToken);
            return change.Outcome == TenantChangeOutcome.Saved
                ? await request.AnswerAsync(change.IsNew ? HttpStatusCode.Created : HttpStatusCode.OK, change.Document)
                : await request.AnswerAsync(Refusal(change));
        });

    /// <summary>Deletes the tenant.</summary>
    public Task<HttpResponseData> DeleteAsync(HttpRequestData request, string id, CancellationToken cancellationToken) =>
        guard.RunAsync(request, async () => await tenants.DeleteAsync(id, cancellationToken)
            ? request.CreateResponse(HttpStatusCode.NoContent)
            : await request.AnswerAsync(NoSuchTenant));

    /// <summary>Makes a key for a new caller, from <c>{"name": "…"}</c>.</summary>
    public Task<HttpResponseData> AddCallerAsync(HttpRequestData request, string id, CancellationToken cancellationToken) =>
        guard.RunAsync(request, async () =>
        {
            var (body, problem) = await request.ReadJsonAsync(["application/json"], MaxDocumentBytes, cancellationToken);
            if (problem is not null)
            {
                return await request.AnswerAsync(problem);
            }

            if (ReadName(body) is not { } name)
            {
                return await request.AnswerAsync(Problem.Invalid([new("/name", "Send {\"name\": \"…\"}: what people call the caller.")]));
            }

            var change = await tenants.AddCallerAsync(id, name, cancellationToken);
            return change.Outcome == TenantChangeOutcome.Saved
                ? await request.AnswerAsync(HttpStatusCode.Created, writer => Views.WriteNewCaller(writer, name, change.Key!))
                : await request.AnswerAsync(Refusal(change));
        });

    private static Problem Refusal(TenantChange change) =>
        change.Outcome == TenantChangeOutcome.NotFound ? NoSuchTenant
        : change.IsSyntax ? Problem.NotJson(change.Errors[0].Detail)
        : Problem.Invalid(change.Errors);

    private static string? ReadName(byte[] body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            return json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("name", out var name)
                && name.ValueKind == JsonValueKind.String ? name.GetString() : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
