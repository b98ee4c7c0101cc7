using System.Net;
using System.Text.Json;
using ContactRelay.Delivery;
using ContactRelay.Delivery.Gates;
using ContactRelay.Mailboxes;
using ContactRelay.Tenants;
using Microsoft.Azure.Functions.Worker.Http;

namespace ContactRelay.Functions.Http;

/// <summary>Puts a tenant's deliveries in order. The host has checked its master key before any of these.</summary>
public sealed class UpkeepEndpoint(ApiGuard guard, ITenantDirectory tenants, TenantHolds holds, Reconciliation reconciliation)
{
    /// <summary>Lifts the tenant's hold.</summary>
    public Task<HttpResponseData> ResumeAsync(HttpRequestData request, string id, CancellationToken cancellationToken) =>
        RunAsync(request, id, async (tenant, cancellationToken) =>
        {
            await holds.ResumeAsync(tenant, cancellationToken);
            return request.CreateResponse(HttpStatusCode.NoContent);
        }, cancellationToken);

    /// <summary>Sends missing wake-ups, and shows the ledger.</summary>
    public Task<HttpResponseData> ReconcileAsync(HttpRequestData request, string id, CancellationToken cancellationToken) =>
        RunAsync(request, id, async (tenant, cancellationToken) =>
        {
            var report = await reconciliation.RunAsync(tenant.Scope, request.Query["after"], cancellationToken);
            return await request.AnswerAsync(HttpStatusCode.OK, writer => Write(writer, report));
        }, cancellationToken);

    private Task<HttpResponseData> RunAsync(
        HttpRequestData request, string id, Func<Tenant, CancellationToken, Task<HttpResponseData>> handle, CancellationToken cancellationToken) =>
        guard.RunAsync(request, async cancellationToken => await tenants.FindAsync(id, cancellationToken) is { } tenant
            ? await handle(tenant, cancellationToken)
            : await request.AnswerAsync(Problem.NoSuchTenant), cancellationToken);

    private static void Write(Utf8JsonWriter writer, ReconcileReport report)
    {
        writer.WriteStartObject();
        writer.WriteNumber("mailboxes", report.Ledger.Mailboxes);
        writer.WriteNumber("wakeUpsSent", report.WakeUps);
        writer.WriteNumber("unreadable", report.Unreadable);
        writer.WriteStartObject("ledger");
        writer.WriteNumber("accepted", report.Ledger.Accepted);
        writer.WriteNumber("pending", report.Ledger.Pending);
        foreach (var status in Enum.GetValues<Mailboxes.UpdateStatus>().Where(status => status != Mailboxes.UpdateStatus.Accepted))
        {
            writer.WriteNumber(status.Word(), report.Ledger.Settled.GetValueOrDefault(status));
        }

        writer.WriteNumber("difference", report.Ledger.Difference);
        writer.WriteEndObject();
        writer.WriteStartArray("unbalanced");
        foreach (var (contactId, difference) in report.Unbalanced)
        {
            writer.WriteStartObject();
            writer.WriteString("contactId", contactId);
            writer.WriteNumber("difference", difference);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteText("next", report.Next);
        writer.WriteEndObject();
    }
}
