using ContactRelay.Functions.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;

namespace ContactRelay.Functions;

/// <summary>What the service says of itself.</summary>
public sealed class ServiceFunctions(ServiceEndpoint service)
{
    /// <summary>Lists the providers, and what a tenant of each needs.</summary>
    [Function("list-providers")]
    public Task<HttpResponseData> ListProvidersAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "providers")] HttpRequestData request) => service.ListProvidersAsync(request);

    /// <summary>Says whether the service runs and reaches its storage.</summary>
    [Function("health")]
    public Task<HttpResponseData> HealthAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "health")] HttpRequestData request,
        CancellationToken cancellationToken) => service.HealthAsync(request, cancellationToken);
}
