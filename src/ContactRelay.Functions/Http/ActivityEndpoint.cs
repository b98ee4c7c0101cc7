using System.Net;
using ContactRelay.Contacts;
using ContactRelay.Delivery;
using ContactRelay.Delivery.Gates;
using ContactRelay.Tenants;
using Microsoft.Azure.Functions.Worker.Http;

namespace ContactRelay.Functions.Http;

/// <summary>Shows what a tenant's updates have been doing lately.</summary>
public sealed class ActivityEndpoint(
    ApiGuard guard,
    IActivityStore activity,
    ActivityReader reader,
    ActivityOverview overview,
    ActivitySetting setting,
    TenantHolds holds,
    TimeProvider time)
{
    /// <summary>Lists what was settled, page by page, the newest first.</summary>
    public Task<HttpResponseData> ListAsync(HttpRequestData request, string tenantId, CancellationToken cancellationToken) =>
        guard.RunAsync(request, tenantId, CallerAccess.Full, async (tenant, _, cancellationToken) =>
        {
            var errors = new List<FieldError>();
            var query = ActivityRequest.Read(request.Query, tenant.Scope, time.GetUtcNow(), errors);
            if (errors.Count > 0)
            {
                return await request.AnswerAsync(Problem.Invalid(errors));
            }

            // One more than the page has tells whether there is another.
            var rows = await activity.ListAsync(query with { PageSize = query.PageSize + 1 }, cancellationToken).Take(query.PageSize + 1).ToListAsync(cancellationToken);
            var page = rows.Take(query.PageSize).ToArray();
            ActivityPosition? next = rows.Count > page.Length ? page[^1].Position : null;
            return await request.AnswerAsync(
                HttpStatusCode.OK, writer => ActivityViews.WritePage(writer, request, tenant.Id, setting.IsOn, page, next));
        }, cancellationToken);

    /// <summary>Sums up the last minutes, and shows what waits and whether the tenant is held.</summary>
    public Task<HttpResponseData> SummariseAsync(HttpRequestData request, string tenantId, CancellationToken cancellationToken) =>
        guard.RunAsync(request, tenantId, CallerAccess.Full, (tenant, _, cancellationToken) => RunAsync(request, async minutes =>
        {
            var summary = await reader.SummariseAsync(tenant.Scope, minutes, ActivityReader.MaxWaiting, cancellationToken);
            var hold = await holds.ReadAsync(tenant.Scope, cancellationToken);
            return await request.AnswerAsync(
                HttpStatusCode.OK, writer => ActivityViews.WriteSummary(writer, request, new(tenant, summary, hold), setting.IsOn));
        }), cancellationToken);

    /// <summary>Sums up the last minutes of the first tenants. The host has checked its master key before.</summary>
    public Task<HttpResponseData> SummariseAllAsync(HttpRequestData request, CancellationToken cancellationToken) =>
        guard.RunAsync(request, cancellationToken => RunAsync(request, async minutes =>
        {
            var all = await overview.ReadAsync(minutes, cancellationToken);
            return await request.AnswerAsync(HttpStatusCode.OK, writer => ActivityViews.WriteSummaries(writer, request, all, setting.IsOn));
        }), cancellationToken);

    /// <summary>Runs a call about so many minutes as the query says.</summary>
    private static Task<HttpResponseData> RunAsync(HttpRequestData request, Func<int, Task<HttpResponseData>> handle)
    {
        var errors = new List<FieldError>();
        var minutes = ActivityRequest.Number(request.Query, "minutes", ActivityRequest.Minutes, ActivityRequest.MaxMinutes, errors);
        return errors.Count > 0 ? request.AnswerAsync(Problem.Invalid(errors)) : handle(minutes);
    }
}
