using ContactRelay.Functions.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;

namespace ContactRelay.Functions;

/// <summary>What a tenant's updates have been doing lately.</summary>
public sealed class ActivityFunctions(ActivityEndpoint activity)
{
    /// <summary>Lists what was settled, the newest first.</summary>
    [Function("list-activity")]
    public Task<HttpResponseData> ListAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "tenants/{tenant}/activity")] HttpRequestData request,
        string tenant,
        CancellationToken cancellationToken) => activity.ListAsync(request, tenant, cancellationToken);

    /// <summary>Sums up the last minutes, and shows what waits.</summary>
    [Function("summarise-activity")]
    public Task<HttpResponseData> SummariseAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "tenants/{tenant}/activity/summary")] HttpRequestData request,
        string tenant,
        CancellationToken cancellationToken) => activity.SummariseAsync(request, tenant, cancellationToken);

    /// <summary>Sums up the last minutes of all tenants, for whoever has the app's master key.</summary>
    [Function("summarise-tenants")]
    public Task<HttpResponseData> SummariseAllAsync(
        [HttpTrigger(AuthorizationLevel.Admin, "get", Route = "activity/summary")] HttpRequestData request,
        CancellationToken cancellationToken) => activity.SummariseAllAsync(request, cancellationToken);
}
