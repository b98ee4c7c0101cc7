using System.Net;
using ContactRelay.Delivery;
using ContactRelay.Tenants;
using Microsoft.Azure.Functions.Worker.Http;

namespace ContactRelay.Functions.Http;

/// <summary>Erases contacts.</summary>
public sealed class ErasureEndpoint(ApiGuard guard, ContactErasure erasure)
{
    /// <summary>Erases all that is stored of the contact; <paramref name="segment"/> is its id as the URL has it.</summary>
    public Task<HttpResponseData> EraseAsync(HttpRequestData request, string tenantId, string segment, CancellationToken cancellationToken) =>
        guard.RunAsync(request, tenantId, segment, CallerAccess.Full, async (tenant, key, _, cancellationToken) => await erasure.EraseAsync(tenant, key.ContactId, cancellationToken)
            ? request.CreateResponse(HttpStatusCode.NoContent)
            : await request.AnswerAsync(Problem.NotFound("Nothing is stored of this contact.")), cancellationToken);
}
