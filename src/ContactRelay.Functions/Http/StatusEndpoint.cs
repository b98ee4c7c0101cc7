using System.Net;
using ContactRelay.Contacts;
using ContactRelay.Delivery;
using ContactRelay.Delivery.Gates;
using ContactRelay.Intake;
using ContactRelay.Mailboxes;
using ContactRelay.Tenants;
using Microsoft.Azure.Functions.Worker.Http;

namespace ContactRelay.Functions.Http;

/// <summary>Shows what became of updates, and takes them back; each <c>segment</c> is the contact's id as the URL has it.</summary>
public sealed class StatusEndpoint(
    ApiGuard guard, IMailboxStore mailboxes, IDeadLetterStore deadLetters, UpdateCancellation cancellation, TenantHolds holds)
{
    /// <summary>Shows one update with its attempts.</summary>
    public Task<HttpResponseData> ReadUpdateAsync(
        HttpRequestData request, string tenantId, string segment, string updateId, CancellationToken cancellationToken) =>
        ReadAsync(request, tenantId, segment, (key, mailbox) => AnswerAsync(request, key, mailbox, updateId, cancellationToken), cancellationToken);

    /// <summary>Cancels an update that has not been started, and shows it.</summary>
    public Task<HttpResponseData> CancelAsync(
        HttpRequestData request, string tenantId, string segment, string updateId, CancellationToken cancellationToken) =>
        guard.RunAsync(request, tenantId, segment, CallerAccess.Full, async (tenant, key, _, cancellationToken) =>
        {
            var cancelled = await cancellation.CancelAsync(tenant, key.ContactId, updateId, cancellationToken);
            return cancelled.Outcome is CancelOutcome.TooLate
                ? await request.AnswerAsync(new Problem(
                    ProblemType.TooLate, "The update has been started or settled, so it cannot be cancelled any more: look at its status."))
                : await AnswerAsync(request, key, cancelled.Mailbox, updateId, cancellationToken);
        }, cancellationToken);

    /// <summary>Shows a mailbox in short.</summary>
    public Task<HttpResponseData> ReadMailboxAsync(HttpRequestData request, string tenantId, string segment, CancellationToken cancellationToken) =>
        ReadAsync(request, tenantId, segment, (key, mailbox) => mailbox.Sequence > 0
            ? request.AnswerAsync(HttpStatusCode.OK, writer => Views.WriteMailbox(writer, key, mailbox, id => request.StatusUrl(key.Tenant, key.ContactId, id)))
            : request.AnswerAsync(Problem.NotFound("Nothing was ever accepted for this contact.")), cancellationToken);

    private async Task<HttpResponseData> AnswerAsync(
        HttpRequestData request, MailboxKey key, Mailbox mailbox, string updateId, CancellationToken cancellationToken)
    {
        var url = request.StatusUrl(key.Tenant, key.ContactId, updateId);
        var wantsValues = request.Query["values"] == "true";
        if (mailbox.FindPending(updateId) is { } pending)
        {
            var hold = await holds.ReadAsync(key.Tenant, cancellationToken);
            return await request.AnswerAsync(
                HttpStatusCode.OK, writer => Views.WriteUpdate(writer, pending, mailbox, hold, url, wantsValues ? pending.Changes : null));
        }

        var values = wantsValues ? await ReadKeptAsync(key, updateId, cancellationToken) : null;
        return mailbox.FindSettled(updateId) is { } settled
            ? await request.AnswerAsync(HttpStatusCode.OK, writer => Views.WriteUpdate(writer, settled, url, values))
            : await request.AnswerAsync(Problem.NotFound("There is no such update, or it was settled too long ago."));
    }

    /// <summary>The values of an update that became a dead letter: of any other that is settled they are gone.</summary>
    private async Task<ContactFields?> ReadKeptAsync(MailboxKey key, string updateId, CancellationToken cancellationToken) =>
        await deadLetters.FindAsync(key.Tenant, updateId, cancellationToken) is { } stored && stored.Letter.ContactId == key.ContactId
            ? stored.Letter.Update?.Changes
            : null;

    private Task<HttpResponseData> ReadAsync(
        HttpRequestData request,
        string tenantId,
        string segment,
        Func<MailboxKey, Mailbox, Task<HttpResponseData>> answer,
        CancellationToken cancellationToken) =>
        guard.RunAsync(
            request,
            tenantId,
            segment,
            CallerAccess.Full,
            async (_, key, _, cancellationToken) => await answer(key, (await mailboxes.LoadAsync(key, cancellationToken)).Mailbox),
            cancellationToken);
}
