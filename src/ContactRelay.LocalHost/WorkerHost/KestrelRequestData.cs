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

    public override Uri Url => _url ??= Uri.TryCreate($"{context.Request.Scheme}://{context.Request.Host}{RawPathAndQuery()}", UriKind.Absolute, out var url)
        ? url
        : new($"{context.Request.Scheme}://localhost:{context.Connection.LocalPort}{RawPathAndQuery()}");

    public override IEnumerable<ClaimsIdentity> Identities => masterKey.Identify(context.Request);

    public override HttpResponseData CreateResponse() => new BufferedResponseData();

    /// <summary>The path as it was sent: Kestrel's own is decoded. A target may also be a whole URL (RFC 9112, section 3.2.2).</summary>
    private string RawPathAndQuery()
    {
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var path = target.StartsWith('/') ? target : new Uri(target).PathAndQuery;

        // A URL takes a backslash for a slash, which it is not here.
        return path.Replace("\\", "%5C", StringComparison.Ordinal);
    }
}
