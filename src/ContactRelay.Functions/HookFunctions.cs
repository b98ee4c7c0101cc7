using ContactRelay.Functions.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;

namespace ContactRelay.Functions;

/// <summary>The doors for webhooks. What lets a sender in is in the tenant's document.</summary>
public sealed class HookFunctions(HookEndpoint hooks)
{
    /// <summary>Takes a webhook that is signed, or that brings a caller's key.</summary>
    [Function("receive-hook")]
    public Task<HttpResponseData> ReceiveAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "tenants/{tenant}/hooks/{hook}")] HttpRequestData request,
        string tenant,
        string hook,
        CancellationToken cancellationToken) => hooks.HandleAsync(request, tenant, hook, key: null, cancellationToken);

    /// <summary>Takes a webhook whose sender can do no more than call a URL, which holds a secret.</summary>
    [Function("receive-hook-with-key")]
    public Task<HttpResponseData> ReceiveWithKeyAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "tenants/{tenant}/hooks/{hook}/{key}")] HttpRequestData request,
        string tenant,
        string hook,
        string key,
        CancellationToken cancellationToken) => hooks.HandleAsync(request, tenant, hook, key, cancellationToken);
}
