using System.Net;
using ContactRelay.Functions.OpenApi;
using ContactRelay.Providers;
using Microsoft.Azure.Functions.Worker.Http;

namespace ContactRelay.Functions.Http;

/// <summary>Describes the API to programs.</summary>
public sealed class OpenApiEndpoint(ApiGuard guard, ProviderRegistry providers)
{
    private const string ForAnHour = "public, max-age=3600";

    private readonly Lazy<byte[]> _document = new(() => OpenApiDocument.Write(providers));

    /// <summary>Shows the description, which is made once.</summary>
    public Task<HttpResponseData> ReadAsync(HttpRequestData request) => guard.RunAsync(
        request, () => request.AnswerAsync(HttpStatusCode.OK, _document.Value, ForAnHour));
}
