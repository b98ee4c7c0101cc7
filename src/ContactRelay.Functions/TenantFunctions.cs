using ContactRelay.Functions.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;

namespace ContactRelay.Functions;

/// <summary>Tenants, for whoever has the app's master key.</summary>
public sealed class TenantFunctions(TenantEndpoint tenants, UpkeepEndpoint upkeep)
{
    /// <summary>Lists the tenants.</summary>
    [Function("list-tenants")]
    public Task<HttpResponseData> ListAsync(
        [HttpTrigger(AuthorizationLevel.Admin, "get", Route = "tenants")] HttpRequestData request,
        CancellationToken cancellationToken) => tenants.ListAsync(request, cancellationToken);

    /// <summary>Shows a tenant's document.</summary>
    [Function("read-tenant")]
    public Task<HttpResponseData> ReadAsync(
        [HttpTrigger(AuthorizationLevel.Admin, "get", Route = "tenants/{tenant}")] HttpRequestData request,
        string tenant,
        CancellationToken cancellationToken) => tenants.ReadAsync(request, tenant, cancellationToken);

    /// <summary>Stores a tenant's document.</summary>
    [Function("put-tenant")]
    public Task<HttpResponseData> PutAsync(
        [HttpTrigger(AuthorizationLevel.Admin, "put", Route = "tenants/{tenant}")] HttpRequestData request,
        string tenant,
        CancellationToken cancellationToken) => tenants.PutAsync(request, tenant, cancellationToken);

    /// <summary>Deletes a tenant.</summary>
    [Function("delete-tenant")]
    public Task<HttpResponseData> DeleteAsync(
        [HttpTrigger(AuthorizationLevel.Admin, "delete", Route = "tenants/{tenant}")] HttpRequestData request,
        string tenant,
        CancellationToken cancellationToken) => tenants.DeleteAsync(request, tenant, cancellationToken);

    /// <summary>Lifts a tenant's hold.</summary>
    [Function("resume-tenant")]
    public Task<HttpResponseData> ResumeAsync(
        [HttpTrigger(AuthorizationLevel.Admin, "post", Route = "tenants/{tenant}/resume")] HttpRequestData request,
        string tenant,
        CancellationToken cancellationToken) => upkeep.ResumeAsync(request, tenant, cancellationToken);

    /// <summary>Sends missing wake-ups of a tenant, and counts what became of its updates.</summary>
    [Function("reconcile-tenant")]
    public Task<HttpResponseData> ReconcileAsync(
        [HttpTrigger(AuthorizationLevel.Admin, "post", Route = "tenants/{tenant}/reconcile")] HttpRequestData request,
        string tenant,
        CancellationToken cancellationToken) => upkeep.ReconcileAsync(request, tenant, cancellationToken);

    /// <summary>Makes a key for a new caller.</summary>
    [Function("add-caller")]
    public Task<HttpResponseData> AddCallerAsync(
        [HttpTrigger(AuthorizationLevel.Admin, "post", Route = "tenants/{tenant}/callers")] HttpRequestData request,
        string tenant,
        CancellationToken cancellationToken) => tenants.AddCallerAsync(request, tenant, cancellationToken);
}
