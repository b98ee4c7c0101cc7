using System.Collections.Concurrent;
using Azure.Core.Pipeline;

namespace ContactRelay.Tests.Storage;

/// <summary>A network that carries each request, and loses the answer to the first of each kind that is sent.</summary>
/// <param name="methods">To which requests answers get lost.</param>
internal sealed class LossyNetwork(params HttpMethod[] methods) : DelegatingHandler(new SocketsHttpHandler())
{
    private readonly ConcurrentDictionary<string, bool> _seen = new();

    /// <summary>How many answers were lost.</summary>
    public int Lost => _seen.Count;

    public HttpPipelineTransport CreateTransport() => new HttpClientTransport(new HttpClient(this, disposeHandler: false));

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var answer = await base.SendAsync(request, cancellationToken);
        if (methods.Contains(request.Method) && _seen.TryAdd($"{request.Method} {request.RequestUri!.AbsolutePath}", true))
        {
            answer.Dispose();
            throw new HttpRequestException(HttpRequestError.ResponseEnded);
        }

        return answer;
    }
}
