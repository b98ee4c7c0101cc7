using ContactRelay.Functions.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;

namespace ContactRelay.Functions;

/// <summary>What was not delivered: look at it, send it on its way again, give it up.</summary>
public sealed class DeadLetterFunctions(DeadLetterEndpoint deadLetters)
{
    /// <summary>Lists a tenant's dead letters.</summary>
    [Function("list-dead-letters")]
    public Task<HttpResponseData> ListAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "tenants/{tenant}/deadletters")] HttpRequestData request,
        string tenant,
        CancellationToken cancellationToken) => deadLetters.ListAsync(request, tenant, cancellationToken);

    /// <summary>Sends dead letters on their way again, or shows what would be sent.</summary>
    [Function("redrive-dead-letters")]
    public Task<HttpResponseData> RedriveAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "tenants/{tenant}/deadletters/redrive")] HttpRequestData request,
        string tenant,
        CancellationToken cancellationToken) => deadLetters.RedriveAsync(request, tenant, cancellationToken);

    /// <summary>Gives dead letters up for good.</summary>
    [Function("discard-dead-letters")]
    public Task<HttpResponseData> DiscardAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "tenants/{tenant}/deadletters/discard")] HttpRequestData request,
        string tenant,
        CancellationToken cancellationToken) => deadLetters.DiscardAsync(request, tenant, cancellationToken);
}
