using System.Security.Claims;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Azure.Functions.Worker.Http;

namespace ContactRelay.LocalHost.WorkerHost;

/// <summary>A request that came to Kestrel, as a function sees it.</summary>
internal sealed class KestrelRequestData(HttpContext context, MasterKey masterKey) : HttpRequestData
{
    private HttpHeadersCollection? _headers;
    private Uri? _url;

    public override Stream Body { get; } = new KestrelRequestBody(context.Request.Body);

    public override HttpHeadersCollection Headers => _headers ??= new(
        context.Request.Headers.Select(header => KeyValuePair.Create(header.Key, header.Value.ToString())));

    public override Uri Url => _url ??= Uri.TryCreate($"{context.Request.Scheme}://{context.Request.Host}{PathAndQuery}", UriKind.Absolute, out var url)
        ? url
        : new($"{context.Request.Scheme}://localhost:{context.Connection.LocalPort}{PathAndQuery}");

    public override IEnumerable<ClaimsIdentity> Identities => masterKey.Identify(context.Request);

    public override HttpResponseData CreateResponse() => new BufferedResponseData();

    /// <summary>As the Functions host writes it: a path that was decoded, but for <c>%2F</c>, and is encoded again where it must be.</summary>
    private string PathAndQuery => context.Request.Path.ToUriComponent() + context.Request.QueryString.ToUriComponent();
}
