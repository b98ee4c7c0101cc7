using System.Net;
using ContactRelay.Mailboxes;
using ContactRelay.Providers;
using Microsoft.Azure.Functions.Worker.Http;

namespace ContactRelay.Functions.Http;

/// <summary>Shows what the service is.</summary>
public sealed class ServiceEndpoint(ApiGuard guard, ProviderRegistry providers, IMailboxStore mailboxes)
{
    // No tenant's id can be empty, so this is nobody's mailbox.
    private static readonly MailboxKey Nobody = new("", "health");

    /// <summary>Lists the providers.</summary>
    public Task<HttpResponseData> ListProvidersAsync(HttpRequestData request) => guard.RunAsync(
        request, () => request.AnswerAsync(HttpStatusCode.OK, writer => Views.WriteProviders(writer, providers.All)));

    /// <summary>Says that the service runs; or, where its storage is away, that.</summary>
    public Task<HttpResponseData> HealthAsync(HttpRequestData request, CancellationToken cancellationToken) => guard.RunAsync(request, async () =>
    {
        await mailboxes.LoadAsync(Nobody, cancellationToken);
        return await request.AnswerAsync(HttpStatusCode.OK, writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("status", "ok");
            writer.WriteString("version", typeof(MailboxKey).Assembly.GetName().Version?.ToString(3));
            writer.WriteEndObject();
        });
    });
}
