using ContactRelay.Functions.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;

namespace ContactRelay.Functions;

/// <summary>What the service says of itself.</summary>
public sealed class ServiceFunctions(ServiceEndpoint service, OpenApiEndpoint openApi)
{
    /// <summary>Lists the providers, and what a tenant of each needs.</summary>
    [Function("list-providers")]
    public Task<HttpResponseData> ListProvidersAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "providers")] HttpRequestData request) => service.ListProvidersAsync(request);

    /// <summary>Lists the kinds of errors that the API answers.</summary>
    [Function("list-problems")]
    public Task<HttpResponseData> ListProblemsAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "problems")] HttpRequestData request) => service.ListProblemsAsync(request);

    /// <summary>Explains a kind of error, at its own URI.</summary>
    [Function("explain-problem")]
    public Task<HttpResponseData> ExplainProblemAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "problems/{name}")] HttpRequestData request,
        string name) => service.ExplainProblemAsync(request, name);

    /// <summary>Says whether the service runs and reaches its storage.</summary>
    [Function("health")]
    public Task<HttpResponseData> HealthAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "health")] HttpRequestData request,
        CancellationToken cancellationToken) => service.HealthAsync(request, cancellationToken);

    /// <summary>Describes the API to programs.</summary>
    [Function("openapi")]
    public Task<HttpResponseData> ReadOpenApiAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "openapi.json")] HttpRequestData request) => openApi.ReadAsync(request);
}
