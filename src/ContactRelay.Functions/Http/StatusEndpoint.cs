using System.Net;
using ContactRelay.Mailboxes;
using ContactRelay.Tenants;
using Microsoft.Azure.Functions.Worker.Http;

namespace ContactRelay.Functions.Http;

/// <summary>Shows what became of updates.</summary>
public sealed class StatusEndpoint(ApiGuard guard, IMailboxStore mailboxes)
{
    /// <summary>Shows one update with its attempts.</summary>
    public Task<HttpResponseData> ReadUpdateAsync(
        HttpRequestData request, string tenantId, string updateId, CancellationToken cancellationToken) =>
        ReadAsync(request, tenantId, (key, mailbox) =>
        {
            var url = request.StatusUrl(key.Tenant, key.ContactId, updateId);
            return mailbox.FindPending(updateId) is { } pending
                ? request.AnswerAsync(HttpStatusCode.OK, writer => Views.WriteUpdate(writer, pending, mailbox, url))
                : mailbox.FindSettled(updateId) is { } settled
                ? request.AnswerAsync(HttpStatusCode.OK, writer => Views.WriteUpdate(writer, settled, url))
                : request.AnswerAsync(Problem.NotFound("There is no such update, or it was settled too long ago."));
        }, cancellationToken);

    /// <summary>Shows a mailbox in short.</summary>
    public Task<HttpResponseData> ReadMailboxAsync(HttpRequestData request, string tenantId, CancellationToken cancellationToken) =>
        ReadAsync(request, tenantId, (key, mailbox) => mailbox.Sequence > 0
            ? request.AnswerAsync(HttpStatusCode.OK, writer => Views.WriteMailbox(writer, key, mailbox, id => request.StatusUrl(key.Tenant, key.ContactId, id)))
            : request.AnswerAsync(Problem.NotFound("Nothing was ever accepted for this contact.")), cancellationToken);

    private Task<HttpResponseData> ReadAsync(
        HttpRequestData request,
        string tenantId,
        Func<MailboxKey, Mailbox, Task<HttpResponseData>> answer,
        CancellationToken cancellationToken)
    {
        return guard.RunAsync(request, tenantId, CallerAccess.Full, HandleAsync, cancellationToken);

        async Task<HttpResponseData> HandleAsync(Tenant tenant)
        {
            if (request.ContactId() is not { } contactId)
            {
                return await request.AnswerAsync(Problem.Invalid([Requests.BadContactId]));
            }

            var key = new MailboxKey(tenant.Id, contactId);
            return await answer(key, (await mailboxes.LoadAsync(key, cancellationToken)).Mailbox);
        }
    }
}
