using System.Net;
using ContactRelay.Delivery;
using ContactRelay.Delivery.Gates;
using ContactRelay.Mailboxes;
using ContactRelay.Providers;
using Microsoft.Azure.Functions.Worker.Http;

namespace ContactRelay.Functions.Http;

/// <summary>Shows what the service is.</summary>
public sealed class ServiceEndpoint(
    ApiGuard guard, ProviderRegistry providers, IMailboxStore mailboxes, IBacklogReader backlog, TenantHolds holds)
{
    // No tenant's id can be empty, so this is nobody's mailbox.
    private static readonly MailboxKey Nobody = new("", "health");

    /// <summary>Lists the providers.</summary>
    public Task<HttpResponseData> ListProvidersAsync(HttpRequestData request) => guard.RunAsync(
        request, () => request.AnswerAsync(HttpStatusCode.OK, writer => ServiceViews.WriteProviders(writer, providers.All)));

    /// <summary>Lists the kinds of errors.</summary>
    public Task<HttpResponseData> ListProblemsAsync(HttpRequestData request) => guard.RunAsync(
        request, () => request.AnswerAsync(HttpStatusCode.OK, writer => ServiceViews.WriteProblems(writer, ProblemType.All)));

    /// <summary>Explains a kind of error.</summary>
    public Task<HttpResponseData> ExplainProblemAsync(HttpRequestData request, string name) => guard.RunAsync(
        request,
        () => ProblemType.All.FirstOrDefault(type => type.Name == name) is { } type
            ? request.AnswerAsync(HttpStatusCode.OK, writer => ServiceViews.WriteProblem(writer, type))
            : request.AnswerAsync(Problem.NotFound("There is no such kind of error.")));

    /// <summary>
    /// Says that the service runs; or, where its storage is away, that. To whoever has the master key and asks for the
    /// detail also what waits, and which tenants are held.
    /// </summary>
    public Task<HttpResponseData> HealthAsync(HttpRequestData request, CancellationToken cancellationToken) => guard.RunAsync(request, async cancellationToken =>
    {
        if (request.Query["detail"] == "true")
        {
            return request.IsAdmin()
                ? await DetailAsync(request, cancellationToken)
                : await request.AnswerAsync(Problem.MasterKeyNeeded);
        }

        await mailboxes.LoadAsync(Nobody, cancellationToken);
        return await request.AnswerAsync(HttpStatusCode.OK, writer => ServiceViews.WriteHealth(writer, null, null));
    }, cancellationToken);

    private async Task<HttpResponseData> DetailAsync(HttpRequestData request, CancellationToken cancellationToken)
    {
        var waiting = await backlog.ReadAsync(cancellationToken);
        var held = await holds.ListAsync(cancellationToken);
        return await request.AnswerAsync(HttpStatusCode.OK, writer => ServiceViews.WriteHealth(writer, waiting, held));
    }
}
