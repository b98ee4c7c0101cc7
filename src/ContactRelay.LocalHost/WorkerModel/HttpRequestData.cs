// A source-compatible part of the programming model of Azure Functions' isolated worker: only the members that the
// functions use, with the same names and the same semantics, so that the function classes that ship are the ones that
// run and are tested here.
using System.Collections.Specialized;
using System.Security.Claims;
using System.Web;

namespace Microsoft.Azure.Functions.Worker.Http;

/// <summary>A request, as a function sees it.</summary>
public abstract class HttpRequestData
{
    private NameValueCollection? _query;

    /// <summary>The body's bytes as they came.</summary>
    public abstract Stream Body { get; }

    /// <summary>The headers; repeated ones are one value, joined by commas.</summary>
    public abstract HttpHeadersCollection Headers { get; }

    /// <summary>The URL as it came, percent-encoded.</summary>
    public abstract Uri Url { get; }

    /// <summary>The query, decoded; names are found in any case, values repeated are joined by commas.</summary>
    public virtual NameValueCollection Query => _query ??= HttpUtility.ParseQueryString(Url.Query);

    /// <summary>Who the host says the caller is: for one that brought a key of the host, that key's level.</summary>
    public abstract IEnumerable<ClaimsIdentity> Identities { get; }

    /// <summary>A new response, 200 until it is said otherwise.</summary>
    public abstract HttpResponseData CreateResponse();
}
