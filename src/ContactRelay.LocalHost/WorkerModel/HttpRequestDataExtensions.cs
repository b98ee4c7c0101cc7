// A source-compatible part of the programming model of Azure Functions' isolated worker: only the members that the
// functions use, with the same names and the same semantics, so that the function classes that ship are the ones that
// run and are tested here.
using System.Net;

namespace Microsoft.Azure.Functions.Worker.Http;

/// <summary>Short cuts.</summary>
public static class HttpRequestDataExtensions
{
    /// <summary>A new response with this status.</summary>
    public static HttpResponseData CreateResponse(this HttpRequestData request, HttpStatusCode statusCode)
    {
        var response = request.CreateResponse();
        response.StatusCode = statusCode;
        return response;
    }
}
