// A source-compatible part of the programming model of Azure Functions' isolated worker: only the members that the
// functions use, with the same names and the same semantics, so that the function classes that ship are the ones that
// run and are tested here.
using System.Net.Http.Headers;

namespace Microsoft.Azure.Functions.Worker.Http;

/// <summary>Headers, of which nothing is checked on the way in.</summary>
public sealed class HttpHeadersCollection : HttpHeaders
{
    /// <summary>No headers.</summary>
    public HttpHeadersCollection()
    {
    }

    /// <summary>These headers.</summary>
    public HttpHeadersCollection(IEnumerable<KeyValuePair<string, string>> headers)
    {
        foreach (var (name, value) in headers)
        {
            TryAddWithoutValidation(name, value);
        }
    }
}
