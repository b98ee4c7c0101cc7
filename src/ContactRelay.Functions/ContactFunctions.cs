using ContactRelay.Functions.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;

namespace ContactRelay.Functions;

/// <summary>The API of one contact: send an update, see what became of it, take it back, see the mailbox, erase it.</summary>
public sealed class ContactFunctions(AcceptEndpoint accept, StatusEndpoint status, ErasureEndpoint erasure)
{
    /// <summary>Accepts an update: <c>PATCH</c>, or <c>POST</c> for senders that know no other, with a JSON merge patch.</summary>
    [Function("accept-update")]
    public Task<HttpResponseData> AcceptAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "patch", "post", Route = "tenants/{tenant}/contacts/{contactId}")] HttpRequestData request,
        string tenant,
        string contactId,
        CancellationToken cancellationToken) => accept.HandleAsync(request, tenant, contactId, cancellationToken);

    /// <summary>Erases all that is stored of a contact.</summary>
    [Function("erase-contact")]
    public Task<HttpResponseData> EraseAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "tenants/{tenant}/contacts/{contactId}")] HttpRequestData request,
        string tenant,
        string contactId,
        CancellationToken cancellationToken) => erasure.EraseAsync(request, tenant, contactId, cancellationToken);

    /// <summary>Shows one update with its attempts.</summary>
    [Function("read-update")]
    public Task<HttpResponseData> ReadUpdateAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "tenants/{tenant}/contacts/{contactId}/updates/{updateId}")] HttpRequestData request,
        string tenant,
        string contactId,
        string updateId,
        CancellationToken cancellationToken) => status.ReadUpdateAsync(request, tenant, contactId, updateId, cancellationToken);

    /// <summary>Cancels an update that has not been started.</summary>
    [Function("cancel-update")]
    public Task<HttpResponseData> CancelUpdateAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "tenants/{tenant}/contacts/{contactId}/updates/{updateId}")] HttpRequestData request,
        string tenant,
        string contactId,
        string updateId,
        CancellationToken cancellationToken) => status.CancelAsync(request, tenant, contactId, updateId, cancellationToken);

    /// <summary>Shows a contact's mailbox in short.</summary>
    [Function("read-mailbox")]
    public Task<HttpResponseData> ReadMailboxAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "tenants/{tenant}/contacts/{contactId}")] HttpRequestData request,
        string tenant,
        string contactId,
        CancellationToken cancellationToken) => status.ReadMailboxAsync(request, tenant, contactId, cancellationToken);
}
