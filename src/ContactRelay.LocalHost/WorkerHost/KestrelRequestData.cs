using System.Security.Claims;
using Microsoft.Azure.Functions.Worker.Http;

namespace ContactRelay.LocalHost.WorkerHost;

/// <summary>
/// A request that came to Kestrel, as a function sees it. All but the body is taken at once: a function may outlive the request,
/// whose context is then another's.
/// </summary>
internal sealed class KestrelRequestData(HttpContext context, MasterKey masterKey) : HttpRequestData
{
    public override Stream Body { get; } = new KestrelRequestBody(context.Request.Body);

    public override HttpHeadersCollection Headers { get; } = new(
        context.Request.Headers.Select(header => KeyValuePair.Create(header.Key, header.Value.ToString())));

    public override Uri Url { get; } = UrlOf(context);

    public override IEnumerable<ClaimsIdentity> Identities { get; } = masterKey.Identify(context.Request);

    public override HttpResponseData CreateResponse() => new BufferedResponseData();

    /// <summary>As the Functions host writes it: a path that was decoded, but for <c>%2F</c>, and is encoded again where it must be.</summary>
    private static Uri UrlOf(HttpContext context)
    {
        var request = context.Request;
        var target = request.Path.ToUriComponent() + request.QueryString.ToUriComponent();
        return Uri.TryCreate($"{request.Scheme}://{request.Host}{target}", UriKind.Absolute, out var url)
            ? url
            : new($"{request.Scheme}://localhost:{context.Connection.LocalPort}{target}");
    }
}
