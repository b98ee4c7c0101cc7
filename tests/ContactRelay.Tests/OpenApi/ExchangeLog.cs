using ContactRelay.Tests.LocalHost;

namespace ContactRelay.Tests.OpenApi;

/// <summary>Notes all calls that are made through it.</summary>
internal sealed class ExchangeLog() : DelegatingHandler(new SocketsHttpHandler { AllowAutoRedirect = false })
{
    private readonly List<Exchange> _exchanges = [];

    public IReadOnlyList<Exchange> Exchanges => _exchanges;

    /// <summary>A client of the host whose calls it notes.</summary>
    public HttpClient Client(RunningHost host) => new(this) { BaseAddress = host.Client.BaseAddress };

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        _exchanges.Add(new(
            request.Method.Method,
            request.RequestUri!.AbsolutePath,
            (int)response.StatusCode,
            response.Content.Headers.ContentType?.MediaType,
            await response.Content.ReadAsStringAsync(cancellationToken)));
        return response;
    }
}
