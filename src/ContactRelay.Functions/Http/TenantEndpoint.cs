using System.Net;
using System.Text.Json;
using ContactRelay.Delivery;
using ContactRelay.Delivery.Gates;
using ContactRelay.Mailboxes;
using ContactRelay.Tenants;
using Microsoft.Azure.Functions.Worker.Http;

namespace ContactRelay.Functions.Http;

/// <summary>Shows and changes tenants. The host has checked its master key before any of these.</summary>
public sealed class TenantEndpoint(ApiGuard guard, TenantAdmin tenants, TenantSweep sweep, ITenantDirectory directory, TenantHolds holds)
{
    private const int MaxDocumentBytes = 64 * 1024;

    /// <summary>Lists the tenants, each with the hold that it may be under.</summary>
    public Task<HttpResponseData> ListAsync(HttpRequestData request, CancellationToken cancellationToken) =>
        guard.RunAsync(request, async cancellationToken =>
        {
            var ids = await tenants.ListAsync(cancellationToken);
            var held = await holds.ListAsync(cancellationToken);
            return await request.AnswerAsync(HttpStatusCode.OK, writer => TenantViews.WriteList(writer, ids, held));
        }, cancellationToken);

    /// <summary>Shows the tenant's document, and the hold that it may be under.</summary>
    public Task<HttpResponseData> ReadAsync(HttpRequestData request, string id, CancellationToken cancellationToken) =>
        guard.RunAsync(request, async cancellationToken => await tenants.FindAsync(id, cancellationToken) switch
        {
            { IsOpen: true } stored => await request.AnswerAsync(
                HttpStatusCode.OK, TenantViews.WithHold(stored.Document, await holds.ReadAsync(ScopeOf(id, stored.Life), cancellationToken))),
            { Life.IsBeingErased: true } => await request.AnswerAsync(Problem.NotFound(Problem.BeingErased.Detail)),
            _ => await request.AnswerAsync(Problem.NoSuchTenant),
        }, cancellationToken);

    /// <summary>Stores the tenant's document.</summary>
    public Task<HttpResponseData> PutAsync(HttpRequestData request, string id, CancellationToken cancellationToken) =>
        guard.RunAsync(request, async cancellationToken =>
        {
            var (document, problem) = await request.ReadJsonAsync(["application/json"], MaxDocumentBytes, cancellationToken);
            if (problem is not null)
            {
                return await request.AnswerAsync(problem);
            }

            var change = await tenants.PutAsync(id, document, cancellationToken);
            if (change.Outcome == TenantChangeOutcome.Saved && await directory.FindAsync(id, cancellationToken) is { } tenant)
            {
                // What it was held for may be what has been mended.
                await holds.ResumeAsync(tenant, cancellationToken);
            }

            return change.Outcome == TenantChangeOutcome.Saved
                ? await request.AnswerAsync(change.IsNew ? HttpStatusCode.Created : HttpStatusCode.OK, change.Document)
                : await request.AnswerAsync(Refusal(change));
        }, cancellationToken);

    /// <summary>Closes the tenant, and begins to erase all that it left.</summary>
    public Task<HttpResponseData> DeleteAsync(HttpRequestData request, string id, CancellationToken cancellationToken) =>
        guard.RunAsync(request, async cancellationToken =>
        {
            if (!await tenants.DeleteAsync(id, cancellationToken))
            {
                return await request.AnswerAsync(Problem.NoSuchTenant);
            }

            await sweep.BeginAsync(id, cancellationToken);
            return request.CreateResponse(HttpStatusCode.NoContent);
        }, cancellationToken);

    /// <summary>Makes a key for a new caller, from <c>{"name": "…"}</c> and, if it is to be limited, <c>access</c> or <c>hook</c>.</summary>
    public Task<HttpResponseData> AddCallerAsync(HttpRequestData request, string id, CancellationToken cancellationToken) =>
        guard.RunAsync(request, async cancellationToken =>
        {
            var (body, problem) = await request.ReadJsonAsync(["application/json"], MaxDocumentBytes, cancellationToken);
            if (problem is not null)
            {
                return await request.AnswerAsync(problem);
            }

            if (ReadCaller(body) is not { Name: not null } caller)
            {
                return await request.AnswerAsync(Problem.Invalid(
                    [new("/name", "Send {\"name\": \"…\"}: what people call the caller; and \"access\": \"write\" or \"hook\": \"…\" to limit its key.")]));
            }

            var change = await tenants.AddCallerAsync(id, caller, cancellationToken);
            return change.Outcome == TenantChangeOutcome.Saved
                ? await request.AnswerAsync(HttpStatusCode.Created, writer => ServiceViews.WriteNewCaller(writer, caller, change.Key!))
                : await request.AnswerAsync(Refusal(change));
        }, cancellationToken);

    private static string ScopeOf(string id, TenantLife life) => TenantScope.Of(id, life.Generation);

    private static Problem Refusal(TenantChange change) =>
        change.Outcome == TenantChangeOutcome.NotFound ? Problem.NoSuchTenant
        : change.Outcome == TenantChangeOutcome.BeingErased ? Problem.BeingErased
        : change.IsSyntax ? Problem.NotJson(change.Errors[0].Detail)
        : Problem.Invalid(change.Errors);

    private static NewCaller? ReadCaller(byte[] body)
    {
        try
        {
            return JsonSerializer.Deserialize(body, BodyJson.Default.NewCaller);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
