using ContactRelay.Functions.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;

namespace ContactRelay.Functions;

/// <summary>Many updates in one call.</summary>
public sealed class BatchFunctions(BatchEndpoint batches)
{
    /// <summary>Accepts a batch: a JSON array of updates, or NDJSON.</summary>
    [Function("accept-batch")]
    public Task<HttpResponseData> AcceptAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "tenants/{tenant}/updates")] HttpRequestData request,
        string tenant,
        CancellationToken cancellationToken) => batches.HandleAsync(request, tenant, cancellationToken);
}
